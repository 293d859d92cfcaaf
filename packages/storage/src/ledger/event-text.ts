import { DataError, Decimal, InvalidDecimalError, type LedgerEvent } from '@fathom/contracts';

/** Where a text is an exact number. Doubles (a signal's prices, times) are written as numbers and stay numbers. */
const EXACT: ReadonlySet<string> = new Set([
  'quantity',
  'displayQuantity',
  'price',
  'limitPrice',
  'triggerPrice',
  'value',
  'cost',
  'fee',
  'feeInBase',
  'gain',
  'slippage',
  'filledQuantity',
  'startBalance',
]);

/** One event as a line of JSON; decimals as texts of plain digits. */
export function eventText(event: LedgerEvent): string {
  return JSON.stringify(event);
}

/**
 * The event a line was written from, to the last digit.
 * @throws {DataError} when it is none: a damaged file.
 */
export function parseEvent(text: string): LedgerEvent {
  try {
    const value: unknown = JSON.parse(text, (key, part: unknown) =>
      typeof part === 'string' && EXACT.has(key) ? Decimal.parse(part) : part,
    );
    if (isEvent(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof InvalidDecimalError)) throw error;
  }
  throw new DataError(`not an event of a ledger: ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`);
}

/** What every event has; the rest was checked when it was made, and the file has checksums of its own pages. */
function isEvent(value: unknown): value is LedgerEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'time' in value &&
    typeof value.time === 'number'
  );
}
