import { type CandleColumns, DataError, type Interval, intervalMs } from '@fathom/contracts';

export interface MixedOptions {
  /** What messages call the file. */
  readonly where: string;
  /** Minutes between most rows. */
  readonly found: Interval;
  /** What somebody says the candles have, minutes. */
  readonly asked: Interval;
}

/** So many steps of one length are no accident of a quiet market. */
const TELLING_STEPS = 3;

/**
 * The same chunks, unless they begin with candles of the interval asked for and go on with shorter ones: joined, a long candle
 * would be taken for the one short candle in which anything traded.
 */
export async function* refusingMixed(
  chunks: AsyncIterable<CandleColumns>,
  options: MixedOptions,
): AsyncGenerator<CandleColumns> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) check(chunk, options);
    isFirst = false;
    yield chunk;
  }
}

function check({ openTime, length }: CandleColumns, { where, found, asked }: MixedOptions): void {
  const stepAt = (row: number) => (openTime[row + 1] ?? Number.NaN) - (openTime[row] ?? Number.NaN);
  if ((openTime[0] ?? Number.NaN) % intervalMs(asked) !== 0) return;
  let long = 0;
  while (long < length - 1 && stepAt(long) === intervalMs(asked)) long += 1;
  let short = 0;
  while (long + short < length - 1 && stepAt(long + short) === intervalMs(found)) short += 1;
  if (long === 0 || short < TELLING_STEPS) return;
  throw new DataError(
    `${where}: rows 1 to ${long + 1} are ${asked} min apart and those from there on ${found} min: candles of two intervals`,
  );
}
