import { Decimal, type LedgerEvent } from '@fathom/contracts';
import type { KrakenRest } from '@fathom/exchange';
import { Ledger } from '@fathom/ledger';

/** What every trade of a proof buys, BTC, and what the bot may do at most. */
export const QUANTITY = Decimal.parse('0.1');
export const LIMITS = { maxOpenTrades: 3, maxOrdersPerMinute: 6, priceCollarPercent: 5 } as const;

/** Digits Kraken books USD with. */
const COST_DECIMALS = 5;

/** What Kraken has on record of an account. */
type Records = Awaited<ReturnType<typeof records>>;

/** What a bot is judged by. */
export interface Evidence {
  readonly records: Records;
  /** What the bot has kept. */
  readonly store: readonly LedgerEvent[];
  /** What it had to trade with, quote units, where the store does not say. */
  readonly startBalance: Decimal;
  /** What its reconciliation found that the ledger does not explain. */
  readonly alarms: readonly string[];
  /** Orders it knew nothing of, at the end. */
  readonly unknownOrders: number;
  /** Trades that wanted a guard or an exit, and had neither long after the troubles were over. */
  readonly unguarded: readonly string[];
  /** When the troubles were over and everything was known, milliseconds since 1970 UTC by Kraken's clock. */
  readonly calmSince: number;
}

/** Asks for all there is, one thing after the other. @param wait lets time pass until there is an answer. */
export async function records(rest: KrakenRest, wait: <T>(asked: Promise<T>) => Promise<T> = (asked) => asked) {
  const open = await wait(rest.account.openOrders());
  const closed = await wait(all(rest.account.closedOrders({})));
  const fills = await wait(all(rest.account.tradesHistory({})));
  const positions = await wait(rest.account.openPositions());
  const balances = await wait(rest.account.balances());
  const balance = (asset: string) => balances.find((one) => one.asset === asset)?.total ?? Decimal.ZERO;
  return { open, closed, fills, positions, usd: balance('USD'), btc: balance('BTC') };
}

/** The ledger that follows from events. */
export function replayed(store: readonly LedgerEvent[], startBalance: Decimal): Ledger {
  const ledger = new Ledger({ startBalance, costDecimals: COST_DECIMALS, remembered: 1000 });
  for (const event of store) ledger.apply(event);
  return ledger;
}

async function all<T>(pages: AsyncGenerator<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
