import { Decimal, type OrderSide, type TrailingOffset } from '@fathom/contracts';
import type { Pair } from '../pairs.js';
import { invalid, Refusal } from '../refusal.js';

/** `37500`, `+5`, `-1.5%`, `#2%`: an absolute price, or one beside the last. */
const FORM = /^([#+-]?)(\d+\.?\d*|\.\d+)(%?)$/;

/** What a relative price is relative to, and which way `#` goes. */
export interface PriceReference {
  readonly pair: Pair;
  /** Of the last trade; undefined before the first. */
  readonly last: Decimal | undefined;
  /** Whether `#` means above. */
  readonly sharpIsAbove: boolean;
}

/**
 * A price as AddOrder takes it: absolute, or `+`/`-`/`#` an amount, or with `%` a share, of the last trade's price
 * (docs.kraken.com, "Add Order"). Relative ones are rounded to the tick.
 * @throws {Refusal} for anything else, for too many digits, and for 0 or less.
 */
export function readPrice(name: string, text: string, reference: PriceReference): Decimal {
  const match = FORM.exec(text);
  if (match === null) throw invalid(name);
  const [, sign = '', digits = '', percent = ''] = match;
  const value = Decimal.parse(digits);
  const price = sign === '' ? absolute(value, percent, name, reference) : relative(value, sign, percent, reference);
  if (!price.isPositive()) throw new Refusal('EOrder:Invalid price');
  return price;
}

/**
 * The distance of a trailing order: `+5` in the quote currency, `+5%` of the price. A sign other than `+` is taken for
 * limits only.
 */
export function readOffset(name: string, text: string, signs: readonly string[] = ['+']): TrailingOffset {
  const match = FORM.exec(text);
  const [, sign = '', digits = '', percent = ''] = match ?? [];
  if (match === null || !signs.includes(sign)) throw invalid(name);
  const value = Decimal.parse(digits);
  return { value: sign === '-' ? value.negated() : value, unit: percent === '' ? 'quote' : 'percent' };
}

/** Above the last price: what a sell limit, a sell take-profit or a buy stop waits for. */
export function sharpIsAbove(side: OrderSide, kind: 'limit' | 'stop-loss' | 'take-profit'): boolean {
  return kind === 'stop-loss' ? side === 'buy' : side === 'sell';
}

function absolute(value: Decimal, percent: string, name: string, { pair }: PriceReference): Decimal {
  if (percent !== '') throw invalid(name);
  const { priceDecimals } = pair.instrument;
  if (!value.equals(value.round(priceDecimals, 'down'))) {
    throw new Refusal(
      `EOrder:Invalid price:${pair.altname} price can only be specified up to ${priceDecimals} decimals.`,
    );
  }
  return value;
}

function relative(value: Decimal, sign: string, percent: string, reference: PriceReference): Decimal {
  const { last, pair } = reference;
  if (last === undefined) throw new Refusal('EOrder:Invalid price');
  const distance = percent === '' ? value : last.times(value).dividedBy(HUNDRED, 18);
  const isAbove = sign === '#' ? reference.sharpIsAbove : sign === '+';
  return (isAbove ? last.plus(distance) : last.minus(distance)).roundTo(pair.instrument.tickSize, 'half-up');
}

const HUNDRED = Decimal.parse('100');
