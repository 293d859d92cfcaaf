import { Decimal, type LedgerEvent } from '@fathom/contracts';
import { fetchTransport, findInstrument, type KrakenRest } from '@fathom/exchange';
import {
  candleSource,
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  LocalKraken,
  randomFaults,
  randomSocketFaults,
  ReplayedMarket,
} from '@fathom/kraken-simulator';
import { ManualTime, randomWalk, SeededRandom } from '@fathom/testkit';
import type { Session } from '../../src/trade/session.js';
import { type Evidence, records, replayed } from '../proofs/evidence.js';
import { unguarded } from '../proofs/unguarded.js';
import type { Mood } from '../proofs/whim.js';
import { calamities, type Stage } from './calamities.js';
import { type Fate, IMMORTAL, randomFate } from './fate.js';
import { client, live, type Outside, START } from './life.js';
import { forgetful, mischievous } from './mischief.js';
import { DiskFull, Mortal } from './mortal.js';

const MINUTE = 60_000;
const BALANCE = Decimal.parse('100000');
const HISTORY = 30;
/** Until everything is known and what was to be closed is closed; until everything is sold again; for one more trade. */
const STILL_MINUTES = 7;
const CALM_MINUTES = 6;
const ONCE_MINUTES = 3;
const RESTART_MS = 2000;
/** Share of cancellations and snapshots that are not what they seem. */
const TRICKS = 0.05;
/** Share of calls that change orders which Kraken turns down, each for another reason. */
const REFUSALS = 0.01;
const REASONS = [
  'EAPI:Invalid nonce',
  'EAPI:Rate limit exceeded',
  'EOrder:Rate limit exceeded',
  'EOrder:Insufficient funds',
  'EGeneral:Permission denied',
] as const;
/** Share of orders taken twice, where some are. */
const DUPLICATES = 0.15;

export interface WorldOptions {
  readonly seed: number;
  /** Minutes of trouble. */
  readonly minutes: number;
  /** Shares of calls and of frames that meet with trouble, 0 to 1. */
  readonly calls: number;
  readonly frames: number;
  /** Whether maintenance, silence, other clocks and the like come over everything. */
  readonly hasCalamities: boolean;
  /**
   * Whether Kraken itself may take one signed call for two. No client can prevent that, so it is not asked for in other
   * lives; here it has to be noticed, and the money has to be right.
   */
  readonly hasDuplicates?: boolean;
  /** What processes die of; by chance when left out. */
  readonly fate?: Fate;
}

/** A bot that is killed again and again, on a Kraken that answers badly, under one clock. The seed decides everything. */
export class World {
  readonly store: LedgerEvent[] = [];
  readonly time = new ManualTime(START);
  /** What reconciliation found that no ledger explains. */
  readonly alarms: string[] = [];
  crashes = 0;
  /** What was left without guard or exit once the troubles were over. */
  private unguarded: readonly string[] = [];
  /** When the troubles were over and everything was known, milliseconds since 1970 UTC. */
  calmSince = Number.NaN;
  private readonly options: WorldOptions;
  private readonly kraken: LocalKraken;
  private readonly stopKraken: () => void;
  private readonly stage: Stage;
  private readonly outside: Outside;
  private readonly mood: Mood = { current: 'wild' };
  private fate: Fate;
  private mortal: Mortal | undefined;
  private session: Session | undefined;

  constructor(options: WorldOptions) {
    const { seed, minutes } = options;
    this.options = options;
    const random = new SeededRandom(seed);
    this.fate = options.fate ?? randomFate(new SeededRandom(seed + 2));
    const length = HISTORY + minutes + STILL_MINUTES + CALM_MINUTES + ONCE_MINUTES + 5;
    const candles = randomWalk({ length, interval: 1, seed, openTime: START - HISTORY * MINUTE });
    const instrument = findInstrument('BTC/USD');
    const market = new ReplayedMarket({
      sources: [candleSource({ instrument, interval: 1, candles, seed, levels: 10, maxPrints: 12 })],
    });
    const { time } = this;
    this.kraken = new LocalKraken({ market, clock: time, random: new SeededRandom(seed + 1) });
    const key = this.kraken.addCustomer({ name: 'bot', balances: new Map([['USD', BALANCE]]), tier: 'pro' });
    this.stopKraken = keepTime(this.kraken, { clock: time, scheduler: time });
    const sockets = new InMemorySockets(this.kraken, time);
    const tricks = { listsLagMs: 0, share: options.hasCalamities ? TRICKS : 0 };
    this.stage = {
      kraken: this.kraken,
      sockets,
      tricks,
      isDiskFull: false,
      cancelEverything: () => void this.auditor().orders.cancelAll(),
      clockErrorMs: 0,
      process: () => this.mortal,
    };
    const mischief = { tricks, random: new SeededRandom(seed + 4), now: () => time.now() };
    let nonce = BigInt(START);
    this.outside = {
      key,
      http: mischievous(fetchTransport({ fetch: inMemoryTransport(this.kraken, time), scheduler: time }), mischief),
      sockets: forgetful(sockets, mischief),
      // As the file of nonces does: they rise whatever the clock says.
      nonces: { next: () => (nonce += 1n) },
      store: {
        append: (event) => {
          if (this.stage.isDiskFull) throw new DiskFull('no space left on device');
          this.store.push(event);
        },
      },
      random,
      mood: this.mood,
      accountMemory: { current: undefined },
      alarms: this.alarms,
      guards: { place: seed % 3 === 0 ? 'bot' : 'exchange', resting: seed % 2 === 0 ? 'stop' : 'target' },
      replayed: () => replayed(this.store, BALANCE),
    };
  }

  /** Minutes of trouble, time without any for everything to become known, and a trade to show that it still can. */
  async run(): Promise<void> {
    const { time, kraken, options } = this;
    this.usualFaults();
    const endCalamities = options.hasCalamities
      ? calamities({
          stage: this.stage,
          random: new SeededRandom(options.seed + 3),
          scheduler: time,
          usualFaults: () => this.usualFaults(),
        })
      : undefined;
    this.bear();
    await time.advance(options.minutes * MINUTE);
    endCalamities?.();
    kraken.faults.clear();
    kraken.socketFaults.clear();
    this.stage.tricks.share = 0;
    this.fate = IMMORTAL;
    this.mood.current = 'still';
    await time.advance(STILL_MINUTES * MINUTE);
    this.unguarded = unguarded(
      replayed(this.store, BALANCE),
      await this.audited((audit) => audit.account.openOrders()),
    );
    this.mood.current = 'calm';
    await time.advance(CALM_MINUTES * MINUTE);
    this.calmSince = time.now();
    this.mood.current = 'once';
    await time.advance(ONCE_MINUTES * MINUTE);
    this.fate = IMMORTAL;
    this.session?.close();
    this.stopKraken();
  }

  /** What the bot is judged by, once it has run. */
  async evidence(): Promise<Evidence> {
    const { store, calmSince, session, unguarded: left } = this;
    return {
      records: await this.audited((audit) => records(audit)),
      store,
      startBalance: BALANCE,
      alarms: this.alarms,
      unknownOrders: session?.bot.engine.unknownOrders ?? Number.NaN,
      unguarded: left,
      calmSince,
    };
  }

  /** Asks Kraken beside the bot, while time goes on. */
  private async audited<T>(ask: (audit: KrakenRest) => Promise<T>): Promise<T> {
    const { time } = this;
    const audit = this.auditor();
    const answers: T[] = [];
    const asked = ask(audit).then((value) => answers.push(value));
    while (answers.length === 0) await Promise.race([asked, time.advance(1000)]);
    await asked;
    const [answer] = answers;
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }

  /** A client beside the bot's, whose key has rate limits of its own. */
  private auditor(): KrakenRest {
    const { time } = this;
    const mortal = new Mortal({ time, fate: IMMORTAL, clockErrorMs: 0, onDeath: () => undefined });
    return client({ ...this.outside, key: this.kraken.addKey('bot') }, mortal);
  }

  private usualFaults(): void {
    const { kraken, options } = this;
    kraken.faults.clear();
    kraken.socketFaults.clear();
    if (options.hasDuplicates === true) {
      kraken.faults.add({ match: { method: 'AddOrder', chance: DUPLICATES }, fault: { kind: 'duplicate' } });
    }
    for (const error of options.hasCalamities ? REASONS : []) {
      kraken.faults.add({ match: { method: 'A*', chance: REFUSALS }, fault: { kind: 'error', when: 'before', error } });
    }
    kraken.faults.add(...randomFaults(options.calls).filter(({ fault }) => fault.kind !== 'duplicate'));
    kraken.socketFaults.add(...randomSocketFaults(options.frames));
  }

  /** A new process; when it dies a supervisor starts the next. */
  private bear(): void {
    const mortal = new Mortal({
      time: this.time,
      clockErrorMs: this.stage.clockErrorMs,
      fate: { dies: (point) => this.fate.dies(point) },
      onDeath: () => over(),
    });
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      this.crashes += 1;
      this.time.after(RESTART_MS, () => this.bear());
    };
    this.mortal = mortal;
    live({
      outside: this.outside,
      mortal,
      onSession: (session) => {
        if (this.mortal === mortal) this.session = session;
      },
      // Others may live on in its process, so it does not end; a supervisor starts another one.
      onEnd: over,
    });
  }
}
