import { type Clock, type Logger, type Scheduler, UsageError } from '@fathom/contracts';
import { findKeys, krakenEndpoints, wsTransport } from '@fathom/exchange';
import type { Io } from '../io.js';
import { openKraken } from '../kraken.js';
import type { Mode } from './bot-plan.js';
import { type MarketAccess, marketAccess } from './market-access.js';
import type { Rehearsal } from './rehearsal.js';

/** What to do meanwhile: nobody who trades money is to be sent into a rehearsal. */
function remedyFor(mode: Mode): string {
  if (mode === 'live')
    return ' (check the network; until Kraken answers nothing is entered, and what rests there stays)';
  return mode === 'validate' ? ' (check the network)' : ' (-x rehearsal trades a recorded market and needs no network)';
}

export interface OpenMarketOptions {
  readonly mode: Mode;
  readonly time: Clock & Scheduler;
  /** Time as people's watches tell it and networks take it. */
  readonly real: Clock & Scheduler;
  readonly rehearsal: Rehearsal | undefined;
  readonly keyFile: string | undefined;
  readonly log: Logger;
  /** Ends all patience with an exchange that does not answer. */
  readonly signal: AbortSignal;
}

/** Who cannot trade is to hear that before any banner. @throws {UsageError} for live trading, or validating, without keys. */
export function requireKeys(mode: Mode, keyFile: string | undefined, { env, cwd }: Pick<Io, 'env' | 'cwd'>): void {
  if (mode !== 'live' && mode !== 'validate') return;
  if (findKeys({ env, folder: cwd, file: keyFile }) === undefined) {
    throw new UsageError(
      `--${mode} needs keys: set KRAKEN_API_KEY and KRAKEN_API_SECRET, or write them into kraken.key`,
    );
  }
}

/** Reaches Kraken and its clock, asking again while it may help. Where keys are needed, they are there. */
export async function openMarket(
  io: Io,
  { mode, time, real, rehearsal, keyFile, log, signal }: OpenMarketOptions,
): Promise<MarketAccess> {
  const network = rehearsal === undefined ? io.network : { transport: rehearsal.transport, time, wire: real };
  let isFirst = true;
  const err = {
    write: (text: string) => {
      log.warn(`${text.trimEnd()}${isFirst ? remedyFor(mode) : ''}`);
      isFirst = false;
    },
  };
  const { rest, keys, insist } = openKraken(
    { ...io, err, ...(network && { network }) },
    {
      withKeys: mode === 'live' || mode === 'validate',
      isPatient: true,
      signal,
      keyFile,
      ...(rehearsal && { keys: rehearsal.keys }),
    },
  );
  await insist(() => rest.measureClock());
  const sockets = rehearsal?.sockets ?? io.network?.sockets ?? wsTransport();
  const { ws, wsAuth } = krakenEndpoints(io.env);
  return marketAccess({
    time,
    real,
    random: { next: io.random },
    rest,
    sockets,
    wsUrl: ws,
    ...(keys !== undefined &&
      mode !== 'paper' &&
      mode !== 'validate' && { account: { url: wsAuth, onTrouble: (reason: string) => log.warn(reason) } }),
    insist,
  });
}
