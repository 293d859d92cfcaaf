import { join, resolve } from 'node:path';
import { FathomError } from '@fathom/contracts';
import {
  type ApiKeys,
  askingAgain,
  findKeys,
  KrakenError,
  KrakenRest,
  krakenEndpoints,
  MemoryNonce,
  systemTime,
  TransportError,
} from '@fathom/exchange';
import type { Io } from './io.js';
import { Deferred } from './trade/deferred.js';

export interface OpenKrakenOptions {
  /** A key file; else the environment, else `kraken.key`. */
  readonly keyFile?: string | undefined;
  /** Look for keys at all. */
  readonly withKeys?: boolean;
  /** Ask again for as long as it takes; else six times. */
  readonly isPatient?: boolean;
  /** Ends all patience. */
  readonly signal?: AbortSignal;
  /** Keys that were made for this run; then none are looked for. */
  readonly keys?: ApiKeys;
}

export interface OpenKraken {
  readonly rest: KrakenRest;
  readonly restUrl: string;
  readonly keys: ApiKeys | undefined;
  /** Asks again while it may help, and says each time why it waits. */
  readonly insist: <T>(ask: () => Promise<T>) => Promise<T>;
}

/** Kraken as the environment and the key file say. @throws {UsageError} for addresses or keys that are none. */
export function openKraken(
  io: Io,
  { keyFile, withKeys = false, isPatient = false, keys: given, signal }: OpenKrakenOptions = {},
): OpenKraken {
  const endpoints = krakenEndpoints(io.env);
  const keys = given ?? (withKeys ? findKeys({ env: io.env, folder: io.cwd, file: keyFile }) : undefined);
  const time = io.network?.time ?? systemTime;
  const rest = new KrakenRest({
    endpoints,
    keys,
    ...(given === undefined ? { stateFolder: stateFolder(io) } : { nonces: new MemoryNonce(time) }),
    time,
    ...(io.network && { transport: io.network.transport }),
    ...(io.network?.wire && { wire: io.network.wire }),
    onWarning: (call, warning) => io.err.write(`${call}: ${warning}\n`),
  });
  const onWait = (reason: string, waitMs: number) =>
    io.err.write(`${reason}: trying again in ${Math.ceil(waitMs / 1000)} s\n`);
  return {
    rest,
    restUrl: endpoints.rest,
    keys,
    insist: (ask) =>
      // An answer that does not come may take as long as a connection is given.
      askingAgain(() => (signal === undefined ? ask() : unlessAborted(ask(), signal)), {
        scheduler: time,
        onWait,
        ...(isPatient && { attempts: Number.POSITIVE_INFINITY }),
        ...(signal && { signal }),
      }),
  };
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Deferred<never>();
  const stop = () => aborted.reject(new FathomError('transport', 'Kraken had not answered when it was time to end'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Nonces of a key must rise over all processes of this machine, so where the user's programs keep their state. */
function stateFolder({ env, cwd }: Io): string {
  const home = env['HOME'];
  const base = env['XDG_STATE_HOME'] || (home ? join(home, '.local', 'state') : env['LOCALAPPDATA']);
  return base ? join(base, 'fathom') : resolve(cwd, 'data/state');
}

/** What to do about a Kraken that cannot be reached, in half a line. */
export const REACH_IT =
  'check the network, or start a Kraken of your own (pnpm --filter kraken-simulator start) and set KRAKEN_REST_URL';

/** True when there was no answer at all. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof KrakenError && error.cause instanceof TransportError;
}
