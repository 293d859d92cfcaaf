import type { LedgerStore } from '@fathom/contracts';
import {
  type HttpTransport,
  KrakenExecution,
  type KrakenPair,
  KrakenRest,
  type NonceSource,
  Secret,
  type SocketTransport,
} from '@fathom/exchange';
import type { ApiKey } from '@fathom/kraken-simulator';
import { AccountCheck, type AccountMemory, type Ledger } from '@fathom/ledger';
import type { SeededRandom } from '@fathom/testkit';
import { marketAccess } from '../../src/trade/market-access.js';
import { Reconciliation } from '../../src/trade/reconciliation.js';
import { Session, type SessionOptions } from '../../src/trade/session.js';
import { LIMITS, QUANTITY } from '../proofs/evidence.js';
import { type Mood, Whim } from '../proofs/whim.js';
import { Crash, DiskFull, type Mortal } from './mortal.js';
import { plainSigner } from '../proofs/plain-signer.js';

const AGAIN_MS = 1000;
const BOT_ID = '320';
/** When every simulation begins, milliseconds since 1970 UTC. */
export const START = Date.UTC(2026, 7, 2);

/** What outlives every process. */
export interface Outside {
  readonly key: ApiKey;
  readonly http: HttpTransport;
  readonly sockets: SocketTransport;
  readonly nonces: NonceSource;
  readonly store: LedgerStore;
  readonly random: SeededRandom;
  readonly mood: Mood;
  /** What reconciliation remembers of the account, and what it had to say. */
  readonly accountMemory: { current: AccountMemory | undefined };
  readonly alarms: string[];
  readonly guards: NonNullable<SessionOptions['bot']['guards']>;
  /** The ledger as the store has it. */
  readonly replayed: () => Ledger;
}

/** A client of the account for one process. */
export function client(outside: Outside, mortal: Mortal): KrakenRest {
  const { key, http, nonces } = outside;
  const keys = { key: new Secret(key.key), secret: new Secret(key.secret), origin: 'simulation' };
  return new KrakenRest({
    keys,
    signer: async () => plainSigner(keys, nonces),
    transport: mortal.http(http),
    time: mortal.clock,
    tier: 'pro',
  });
}

export interface LifeOptions {
  readonly outside: Outside;
  readonly mortal: Mortal;
  /** Told once the session trades. */
  readonly onSession: (session: Session) => void;
  /** Told when the session has ended because its ledger could not be written. */
  readonly onEnd: () => void;
}

/** One process, from its first call to its death: it has nothing but the store. */
export function live({ outside, mortal, onSession, onEnd }: LifeOptions): void {
  const rest = client(outside, mortal);
  const attempt = async (): Promise<void> => {
    let pair: KrakenPair;
    try {
      await rest.measureClock();
      pair = await rest.pairs.find('BTC/USD');
    } catch {
      mortal.clock.after(AGAIN_MS, () => void attempt());
      return;
    }
    const session = sessionOf({ outside, mortal, rest, pair, onEnd });
    onSession(session);
    try {
      session.start();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  };
  void attempt();
}

interface Parts {
  readonly outside: Outside;
  readonly mortal: Mortal;
  readonly rest: KrakenRest;
  readonly pair: KrakenPair;
  readonly onEnd: () => void;
}

function sessionOf({ outside, mortal, rest, pair, onEnd }: Parts): Session {
  const { clock } = mortal;
  const { random, mood } = outside;
  const access = marketAccess({
    time: clock,
    random,
    rest,
    sockets: mortal.socketTransport(outside.sockets),
    account: { onTrouble: () => undefined },
    insist: (ask) => ask(),
  });
  const ledger = outside.replayed();
  let execution: KrakenExecution | undefined;
  const session = new Session({
    time: clock,
    exchangeNow: () => rest.now(),
    bot: {
      botId: BOT_ID,
      strategy: new Whim(random, mood),
      instrument: pair,
      interval: 1,
      ledger,
      store: mortal.store(outside.store),
      sizing: { type: 'quantity', quantity: QUANTITY },
      costFactor: 1.01,
      limits: LIMITS,
      margin: { leverage: 2 },
      guards: outside.guards,
    },
    feed: (deliver) => mortal.feed(access.feed.join(deliver)),
    execution: (tell) => {
      execution = new KrakenExecution({
        rest,
        pair,
        time: clock,
        onEvent: tell,
        ...(access.orders && { watch: access.orders }),
      });
      return mortal.execution(execution);
    },
    history: { recent: () => access.history.recent(pair, 1) },
    onEnd: (error) => {
      if (error instanceof DiskFull) {
        leave?.();
        onEnd();
      } else if (!(error instanceof Crash)) throw error;
    },
  });
  const halt = (reason: string) => {
    outside.alarms.push(reason);
    session.act((bot) => bot.process({ type: 'trading-halted', time: rest.now(), reason, by: 'reconciliation' }));
  };
  const leave = access.books?.join(
    new Reconciliation({
      check: new AccountCheck({
        botId: BOT_ID,
        instrument: pair,
        ledger,
        memory: outside.accountMemory.current,
        tradesSince: START,
      }),
      file: {
        save: async (memory) => {
          if (!mortal.isDead) outside.accountMemory.current = memory;
        },
      },
      find: (order) => execution?.find(order),
      executedTwice: (order, exchangeOrderId) => execution?.executedTwice(order, exchangeOrderId),
      tell: (event) => session.act((bot) => bot.process(event)),
      fillsOf: async (order) => (await access.books?.fillsOf(order)) ?? [],
      now: () => rest.now(),
      quote: pair.quote,
      halt,
      onNote: (text) => outside.alarms.push(text),
      onTrouble: (text) => outside.alarms.push(text),
    }),
  );
  return session;
}
