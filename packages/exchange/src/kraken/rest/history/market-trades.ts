import { DataError, type Instrument, type MarketTrade } from '@fathom/contracts';
import type { MarketCalls } from '../market-calls.js';

export interface TradeRange {
  readonly pair: Pick<Instrument, 'id'>;
  /** The first trade is at or after this, milliseconds since 1970 UTC. */
  readonly start: number;
  /** The last trade is before this. */
  readonly end: number;
}

type AskTrades = MarketCalls['trades'];

/**
 * The market trades of a range, oldest first, a page of up to 1,000 at a time. Pages are joined by Kraken's nanosecond
 * mark, and the trades' own numbers prove that none is missing between two pages.
 * @param ask `market.trades`, or one that asks again after a failure
 * @throws {DataError} when Kraken leaves trades out.
 */
export async function* marketTrades(
  ask: AskTrades,
  { pair, start, end }: TradeRange,
): AsyncGenerator<readonly MarketTrade[]> {
  // Kraken answers with trades after the mark: one nanosecond earlier takes the first instant in.
  let mark = String(BigInt(Math.floor(start)) * 1_000_000n - 1n);
  let lastId: number | undefined;
  while (true) {
    let page = await ask(pair, mark);
    let fresh = after(lastId, page.trades);
    if (leavesOut(lastId, fresh)) {
      // Trades at one instant may be cut apart by the end of a page: from just before it once more.
      page = await ask(pair, String(BigInt(mark) - 1n));
      fresh = after(lastId, page.trades);
    }
    if (leavesOut(lastId, fresh)) {
      throw new DataError(`Kraken leaves out trades of ${pair.id}: after ${lastId} comes ${fresh[0]?.id}`);
    }
    const wanted = fresh.filter(({ time }) => time >= start && time < end);
    if (wanted.length > 0) yield wanted;
    const newest = fresh.at(-1);
    if (newest === undefined || newest.time >= end) return;
    lastId = newest.id ?? lastId;
    mark = page.last;
  }
}

function after(lastId: number | undefined, trades: readonly MarketTrade[]): readonly MarketTrade[] {
  return trades.filter(({ id }) => lastId === undefined || id === undefined || id > lastId);
}

function leavesOut(lastId: number | undefined, fresh: readonly MarketTrade[]): boolean {
  const next = fresh[0]?.id;
  return lastId !== undefined && next !== undefined && next > lastId + 1;
}
