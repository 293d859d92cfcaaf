import type { CATALOG } from './catalog.js';

type Catalog = typeof CATALOG;

/** Name of a Tulip indicator. */
export type TulipName = keyof Catalog;

/** The options of one indicator, all of them required: `{ shortPeriod, longPeriod, signalPeriod }`. */
export type TulipOptions<Name extends TulipName> = {
  readonly [Option in Catalog[Name]['options'][number]]: number;
};

/** Numbers oldest first. */
export type Series = Float64Array | readonly number[];

/** One column per input, in the catalog's order. */
export type TulipColumns<Name extends TulipName> = SeriesFor<Catalog[Name]['inputs']>;

type SeriesFor<Inputs extends readonly string[]> = { readonly [Index in keyof Inputs]: Series };

/** One output comes bare, several come by name. */
export type TulipOutput<Name extends TulipName, Value> = Catalog[Name]['outputs'] extends readonly [string]
  ? Value
  : { readonly [Output in Catalog[Name]['outputs'][number]]: Value };

/** One step of input: a number, a pair of numbers, or the part of a candle the indicator needs. */
export type TulipInput<Name extends TulipName> = Catalog[Name]['inputs'] extends readonly ['real']
  ? number
  : Catalog[Name]['inputs'] extends readonly ['real', 'real']
    ? readonly [number, number]
    : { readonly [Input in Catalog[Name]['inputs'][number]]: number };
