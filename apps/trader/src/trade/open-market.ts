import { type Clock, Decimal, type Scheduler, UsageError } from '@fathom/contracts';
import { type KrakenPair, krakenEndpoints, type SocketTransport, wsTransport } from '@fathom/exchange';
import type { Log } from '@fathom/notifications';
import type { Io } from '../io.js';
import { openKraken, type OpenKraken } from '../kraken.js';
import type { Rehearsal } from './rehearsal.js';

export type Mode = 'live' | 'paper' | 'rehearsal';

const COUNTDOWN_S = 5;
const REMEDY = ' (-x rehearsal trades a recorded market and needs no network)';

/** Where a bot trades. */
export interface Market {
  readonly mode: Mode;
  readonly time: Clock & Scheduler;
  readonly kraken: OpenKraken;
  readonly pair: KrakenPair;
  readonly sockets: SocketTransport;
  readonly wsUrl: string;
}

export interface OpenMarketOptions {
  readonly mode: Mode;
  readonly time: Clock & Scheduler;
  readonly rehearsal: Rehearsal | undefined;
  readonly log: Log;
}

/**
 * Reaches Kraken, its clock and the pair's rules, asking again while it may help.
 * @throws {UsageError} for an unknown pair, or live trading without keys.
 */
export async function openMarket(
  flags: { readonly currency: string; readonly keyFile?: string },
  io: Io,
  { mode, time, rehearsal, log }: OpenMarketOptions,
): Promise<Market> {
  const network = rehearsal === undefined ? io.network : { transport: rehearsal.transport, time };
  let isFirst = true;
  const err = {
    write: (text: string) => {
      log.warn(`${text.trimEnd()}${isFirst ? REMEDY : ''}`);
      isFirst = false;
    },
  };
  const kraken = openKraken(
    { ...io, err, ...(network && { network }) },
    { withKeys: mode === 'live', isPatient: true, keyFile: flags.keyFile, ...(rehearsal && { keys: rehearsal.keys }) },
  );
  if (mode === 'live' && kraken.keys === undefined) {
    throw new UsageError('--live needs keys: set KRAKEN_API_KEY and KRAKEN_API_SECRET, or write them into kraken.key');
  }
  await kraken.insist(() => kraken.rest.measureClock());
  const pair = await kraken.insist(() => kraken.rest.pairs.find(flags.currency));
  return { mode, time, kraken, pair, sockets: rehearsal?.sockets ?? wsTransport(), wsUrl: krakenEndpoints(io.env).ws };
}

/** Time to think again. */
export async function countDown(log: Log, real: Scheduler): Promise<void> {
  for (let left = COUNTDOWN_S; left > 0; left -= 1) {
    log.warn(`LIVE trading with real money begins in ${left} s; Ctrl-C stops it`);
    await new Promise<void>((done) => {
      real.after(1000, done);
    });
  }
}

/** What there is to trade with: the account's own, or what was said on the command line. */
export async function startBalance({ mode, kraken, pair }: Market, balance: Decimal): Promise<Decimal> {
  if (mode === 'paper') return balance;
  const balances = await kraken.insist(() => kraken.rest.account.extendedBalances());
  return balances.find(({ asset }) => asset === pair.quote)?.total ?? Decimal.ZERO;
}
