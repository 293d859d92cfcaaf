import { CATALOG } from './catalog.js';
import { checkFinite, prepare } from './compute.js';
import type { Series, TulipColumns, TulipName, TulipOptions, TulipOutput } from './types.js';

/** Columns in, then outputs as long as the columns: index i is candle i, NaN before the first. */
export type TulipBatch<Name extends TulipName> = (...columns: TulipColumns<Name>) => TulipOutput<Name, Float64Array>;

/** Options in, if the indicator has any, then columns. */
export type Tulip = {
  readonly [Name in TulipName]: keyof TulipOptions<Name> extends never
    ? () => TulipBatch<Name>
    : (options: TulipOptions<Name>) => TulipBatch<Name>;
};

/**
 * All 104 Tulip indicators over whole columns: `tulip.macd({ shortPeriod: 12, longPeriod: 27, signalPeriod: 9 })(closes)`.
 * Values are Tulip's own, NaN or infinity included where its formula divides by zero. Columns are copied into
 * the add-on and out again, about 100 ns a number.
 *
 * Its `macd` uses the weights 0.15 and 0.075 for 12/26, and only for these, instead of 2/13 and 2/27.
 *
 * @throws {RangeError} from the first call for bad options, from the second for columns that differ in length
 *   or hold a number that is not finite.
 */
export const tulip: Tulip = assemble();

function assemble(): Tulip {
  const names = Object.keys(CATALOG).filter(isName);
  const facade: unknown = Object.fromEntries(names.map((name) => [name, (options = {}) => batch(name, options)]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built from the very table the type is made of
  return facade as Tulip;
}

function isName(name: string): name is TulipName {
  return Object.hasOwn(CATALOG, name);
}

type Outputs = Float64Array | Readonly<Record<string, Float64Array>>;

function batch(name: TulipName, options: Readonly<Record<string, number>>): (...columns: Series[]) => Outputs {
  const { entry, compute } = prepare(name, options);
  return (...columns) => {
    const length = columns[0]?.length ?? 0;
    const numbers = entry.inputs.map((input, i) => toNumbers(`${name} ${input}`, columns[i] ?? [], length));
    const outputs = compute(numbers).map((values) => alignedToEnd(values, length));
    const [only] = outputs;
    if (only !== undefined && outputs.length === 1) return only;
    return Object.fromEntries(entry.outputs.map((output, i) => [output, outputs[i] ?? alignedToEnd([], length)]));
  };
}

function toNumbers(input: string, column: Series, length: number): readonly number[] {
  if (column.length !== length) throw new RangeError(`${input} has ${column.length} values, not ${length}`);
  column.forEach((value, i) => checkFinite(input, value, i));
  return Array.isArray(column) ? column : Array.from(column);
}

function alignedToEnd(values: readonly number[], length: number): Float64Array {
  const output = new Float64Array(length).fill(Number.NaN);
  output.set(values, length - values.length);
  return output;
}
