import { DataError, Decimal, InvalidDecimalError } from '@fathom/contracts';

/** Kraken answered something whose shape is not the known one. */
export class WireError extends DataError {}

export type Fields = Readonly<Record<string, unknown>>;

/** Readers of untyped JSON. `at` names the place for the message: `OpenOrders.open.O6FH4F.vol`. */
export function record(value: unknown, at: string): Fields {
  if (!isRecord(value)) throw wrong('an object', value, at);
  return value;
}

export function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong('a list', value, at);
  return value;
}

export function text(value: unknown, at: string): string {
  if (typeof value !== 'string') throw wrong('a text', value, at);
  return value;
}

/** A finite number, also one written as text. */
export function numeric(value: unknown, at: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrong('a number', value, at);
  return number;
}

/** An exact amount: Kraken writes them as texts, a few old fields as numbers. */
export function decimal(value: unknown, at: string): Decimal {
  try {
    if (typeof value === 'string') return Decimal.parse(value.startsWith('+') ? value.slice(1) : value);
    if (typeof value === 'number') return Decimal.fromNumber(value);
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
  }
  throw wrong('an amount', value, at);
}

/** Seconds since 1970 with a fraction, as milliseconds whose fraction holds the microseconds. */
export function time(value: unknown, at: string): number {
  return Math.round(numeric(value, at) * 1e6) / 1e3;
}

/** A time where 0, null or nothing means none. */
export function timeOrNone(value: unknown, at: string): number | undefined {
  if (isNone(value)) return undefined;
  const found = time(value, at);
  return found === 0 ? undefined : found;
}

/** An amount where 0 or nothing means none. */
export function decimalOrNone(value: unknown, at: string): Decimal | undefined {
  if (isNone(value)) return undefined;
  const found = decimal(value, at);
  return found.isZero() ? undefined : found;
}

/** A text where null, nothing, the empty text or Python's word for it means none. */
export function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'None' ? value : undefined;
}

export function numberOrNone(value: unknown, at: string): number | undefined {
  return isNone(value) ? undefined : numeric(value, at);
}

/** `reader` for every member of an object, by name. */
export function mapOf<T>(
  value: unknown,
  at: string,
  reader: (value: unknown, at: string, key: string) => T,
): Map<string, T> {
  return new Map(Object.entries(record(value, at)).map(([key, each]) => [key, reader(each, `${at}.${key}`, key)]));
}

/** Leaves out what is undefined, so that optional fields are absent rather than undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> };
export function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(expected: string, value: unknown, at: string): WireError {
  const shown = JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
  return new WireError(`${at} is not ${expected}: ${shown}`);
}
