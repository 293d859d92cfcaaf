import { askingAgain, fetchTransport, KrakenRest, krakenEndpoints, type PairRules } from '@fathom/exchange';
import type { RecordedPair } from '@fathom/recordings';
import type { Io } from '../io.js';
import type { StartPlan } from './options.js';
import { idOf, selectPairs, type Turnover } from './select-pairs.js';
import { turnoverOf } from './turnover.js';

export interface ChosenPairs {
  readonly pairs: readonly RecordedPair[];
  /** Lines for people: what was asked for and is not there. */
  readonly complaints: readonly string[];
}

/** How Kraken is asked which pairs are traded most, and until when. */
export interface Asking {
  readonly io: Io;
  /** Nobody wants to know any more. */
  readonly signal: AbortSignal;
  /** Told why it is asked again. */
  readonly onTrouble: (reason: string) => void;
}

/**
 * Which pairs to record, of all there are.
 * @throws {UsageError} when none is left
 * @throws {KrakenError} when the most traded are wanted and Kraken's REST interface does not tell them.
 */
export async function choosePairs(all: readonly PairRules[], plan: StartPlan, asking: Asking): Promise<ChosenPairs> {
  const { selection, depth } = plan;
  const turnover = selection.kind === 'general' && selection.top !== undefined ? await askTurnover(asking) : NOTHING;
  const { pairs, complaints } = selectPairs(all, selection, turnover);
  return {
    pairs: pairs.map((pair) => ({
      name: pair.name,
      id: idOf(pair),
      depth,
      priceDecimals: pair.priceDecimals,
      quantityDecimals: pair.quantityDecimals,
    })),
    complaints,
  };
}

const NOTHING: Turnover = new Map();

async function askTurnover({ io, signal, onTrouble }: Asking): Promise<Turnover> {
  const time = io.time;
  const rest = new KrakenRest({
    endpoints: krakenEndpoints(io.env),
    transport: io.network?.transport ?? fetchTransport({ scheduler: time }),
    time,
  });
  const onWait = (reason: string, waitMs: number) => {
    onTrouble(reason);
    io.err.write(`${reason}: trying again in ${Math.ceil(waitMs / 1000)} s\n`);
  };
  const again = { scheduler: time, onWait, signal };
  const pairs = await askingAgain(() => rest.pairs.all(), again);
  return turnoverOf(pairs, await askingAgain(() => rest.market.tickers(), again));
}
