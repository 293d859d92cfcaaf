import * as z from 'zod';

/**
 * How a bot is, as it tells every few seconds in a file of its own. Times are milliseconds since 1970 UTC by the bot's
 * machine, money in quote units.
 */
const HEALTH = z.object({
  version: z.literal(1),
  bot: z.object({ name: z.string(), id: z.number() }),
  mode: z.string(),
  pair: z.string(),
  strategy: z.string(),
  pid: z.number(),
  /** The ledger's file, whose lock lives and dies with the process; empty while there has been none. */
  ledger: z.string(),
  startedAt: z.number(),
  writtenAt: z.number(),
  /** How often it is written. */
  everyMs: z.number(),
  /**
   * `waiting` for the exchange, with no ledger open; `starting` until the strategy has seen its history; `halted`: nothing is
   * entered; `ended`: it said good-bye.
   */
  state: z.enum(['waiting', 'starting', 'trading', 'halted', 'strategy-failed', 'stopping', 'ended']),
  /** Kraken cancels all of the account when it is not heard of for so long; absent when it has not set that. */
  deadManMs: z.number().optional(),
  /** Why it is halted, what the strategy failed of, how it ended. */
  reason: z.string().optional(),
  exitCode: z.number().optional(),
  /** Of the newest thing the feed told; absent before the first. */
  lastHeardAt: z.number().optional(),
  /** When the newest closed candle was told. */
  lastCandleAt: z.number().optional(),
  unknownOrders: z.number(),
  activeOrders: z.number(),
  openTrades: z.number(),
  closedTrades: z.number(),
  cash: z.string(),
  holding: z.string(),
  /** Absent while no price is known. */
  price: z.number().optional(),
  equity: z.number().optional(),
});

export type Health = z.infer<typeof HEALTH>;

/** @returns undefined for a text that is none. */
export function readHealth(text: string): Health | undefined {
  try {
    return HEALTH.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
