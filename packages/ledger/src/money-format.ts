import type { Decimal } from '@fathom/contracts';

const SYMBOLS = new Map([
  ['USD', '$'],
  ['EUR', '€'],
  ['GBP', '£'],
  ['JPY', '¥'],
]);

/**
 * Money as people read it: `$16.2424`, `-$1.23`, `€5`, and `BTC 0.0012` where a currency has no sign of its own.
 * The minus stands in front of the sign.
 * @param digits exactly so many after the point; without it as many as the amount has, up to 8.
 */
export function formatMoney(amount: Decimal, quote: string, digits?: number): string {
  const text = digits === undefined ? amount.round(8).toString() : amount.toFixed(digits);
  const sign = text.startsWith('-') ? '-' : '';
  return `${sign}${SYMBOLS.get(quote) ?? `${quote} `}${text.slice(sign.length)}`;
}

/** Digits a profit is shown with: 4, as the original did for dollars; 8 where a coin is the money. */
export function profitDigits(quote: string): number {
  return quote === 'BTC' || quote === 'XBT' || quote === 'ETH' ? 8 : 4;
}
