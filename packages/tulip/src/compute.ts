import { CATALOG, type CatalogEntry } from './catalog.js';
import { type NativeIndicator, nativeIndicators } from './native.js';
import type { TulipName } from './types.js';

/** One indicator with its options fixed and found valid. */
export interface Computation {
  readonly entry: CatalogEntry;
  /** Index of the first output. */
  readonly start: number;
  /** Outputs from index `start` on, none for shorter columns. Columns must be equally long and finite. */
  readonly compute: (columns: readonly (readonly number[])[]) => readonly (readonly number[])[];
}

/** Longer windows are mistakes, and their arithmetic would leave tulind's 32-bit integers. */
const LONGEST_PERIOD = 10_000_000;

/**
 * @throws {RangeError} when an option is missing, not finite, a fractional or non-positive period, or when
 *   tulind refuses the combination.
 */
export function prepare(name: TulipName, options: Readonly<Record<string, number>>): Computation {
  const entry: CatalogEntry = CATALOG[name];
  const native = nativeIndicators()[name];
  if (native === undefined) throw new RangeError(`${name} is not an indicator of the installed tulind`);
  const values = entry.options.map((option) => checkOption(name, option, options[option]));
  // tulind checks its options before anything else, so one made-up candle is enough to have them judged now.
  const candle = entry.inputs.map(() => [1]);
  if (call(native, candle, values) === undefined) {
    const shown = entry.options.map((option, i) => `${option} ${values[i]}`).join(', ');
    throw new RangeError(`${name} does not accept ${shown}`);
  }
  const start = native.start(values);
  return {
    entry,
    start,
    compute: (columns) => {
      // Some indicators touch their first candle unasked.
      const isEnough = (columns[0]?.length ?? 0) > start;
      return (isEnough ? call(native, columns, values) : undefined) ?? entry.outputs.map(() => []);
    },
  };
}

function call(
  native: NativeIndicator,
  columns: readonly (readonly number[])[],
  options: readonly number[],
): readonly (readonly number[])[] | undefined {
  let result: readonly (readonly number[])[] | undefined;
  native.indicator(columns, options, (error, outputs) => {
    if (error === null || error === undefined) result = outputs;
  });
  return result;
}

function checkOption(name: string, option: string, value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value))
    throw new RangeError(`${name} ${option} ${value} is not a finite number`);
  const isPeriod = option === 'period' || option.endsWith('Period');
  if (isPeriod && !(Number.isInteger(value) && value >= 1 && value <= LONGEST_PERIOD)) {
    throw new RangeError(`${name} ${option} ${value} is not a whole number of at least 1`);
  }
  return value;
}

/** @throws {RangeError} when a value is NaN or infinite: tulind would spoil everything after it. */
export function checkFinite(input: string, value: number, index?: number): void {
  const where = index === undefined ? input : `${input}[${index}]`;
  if (!Number.isFinite(value)) throw new RangeError(`${where} ${value} is not a finite number`);
}
