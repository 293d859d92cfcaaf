import type { RecordedCandle } from '../fixtures/kraken-candles.js';
import type { Indicator } from '../index.js';

export interface Columns {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** What a rounding error is measured against: the largest price so far, 100 %, or all volume so far. */
export type Scale = 'price' | 'percent' | 'volume';

interface Run {
  readonly warmup: number;
  readonly isReady: () => boolean;
  readonly feed: (candle: RecordedCandle) => void;
  readonly outputs: () => readonly number[];
  readonly value: () => unknown;
}

export interface IndicatorCase {
  readonly name: string;
  readonly warmup: number;
  readonly scale: Scale;
  readonly start: () => Run;
  readonly batch: (columns: Columns) => readonly Float64Array[];
}

export interface Subject<Input, Output extends Indicator<Input, unknown>> {
  readonly warmup: number;
  readonly scale: Scale;
  readonly create: () => Output;
  readonly input: (candle: RecordedCandle) => Input;
  readonly outputs: (indicator: Output) => readonly number[];
  readonly batch: (columns: Columns) => readonly Float64Array[];
}

export function indicatorCase<Input, Output extends Indicator<Input, unknown>>(
  name: string,
  of: Subject<Input, Output>,
): IndicatorCase {
  const start = (): Run => {
    const indicator = of.create();
    return {
      warmup: indicator.warmup,
      isReady: () => indicator.isReady,
      feed: (candle) => indicator.update(of.input(candle)),
      outputs: () => of.outputs(indicator),
      value: () => indicator.value,
    };
  };
  return { name, warmup: of.warmup, scale: of.scale, start, batch: of.batch };
}
