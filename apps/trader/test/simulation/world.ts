import { Decimal, type LedgerEvent, type Signal, type Strategy } from '@fathom/contracts';
import {
  ConnectionBudget,
  fetchTransport,
  findInstrument,
  KrakenExecution,
  KrakenFeed,
  type KrakenPair,
  KrakenRest,
  MemoryNonce,
  recentCandles,
  Secret,
} from '@fathom/exchange';
import {
  type ApiKey,
  candleSource,
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  LocalKraken,
  randomFaults,
  randomSocketFaults,
  ReplayedMarket,
} from '@fathom/kraken-simulator';
import { Ledger } from '@fathom/ledger';
import { ManualTime, randomWalk, SeededRandom } from '@fathom/testkit';
import { Session } from '../../src/trade/session.js';
import { Crash, maybeCrash, Mortal } from './mortal.js';

const START = Date.UTC(2026, 7, 2);
const MINUTE = 60_000;
const BALANCE = Decimal.parse('100000');
const HISTORY = 30;

async function all<T>(pages: AsyncGenerator<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** How bad the world is: shares of calls and frames that meet with trouble, chances of dying. */
interface Trouble {
  readonly calls: number;
  readonly frames: number;
  /** At each append to the ledger, before and after it is kept. */
  readonly append: number;
  /** At each second. */
  readonly second: number;
}

const ROUGH: Trouble = { calls: 0.15, frames: 0.002, append: 0.02, second: 0.002 };

/** Wants something at random, guarded by a stop now and then. */
class Whim implements Strategy {
  readonly name = 'whim';
  readonly label = 'Whim';
  readonly warmup = 5;
  readonly config = {};
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  onCandle: Strategy['onCandle'] = ({ close }, { open, pendingEntries }) => {
    const signals: Signal[] = [];
    for (const { id, isClosing } of open) {
      if (!isClosing && this.random.next() < 0.4) signals.push({ action: 'exit', tradeId: id, reason: 'whim' });
    }
    if (open.length + pendingEntries < 3 && this.random.next() < 0.6) {
      const stop = this.random.next() < 0.5 ? { stopPrice: close * 0.998 } : {};
      signals.push({ action: 'enter', side: 'long', reason: 'whim', price: close, ...stop });
    }
    return signals;
  };
}

/** A bot that is killed again and again, on a Kraken that answers badly, under one clock. The seed decides everything. */
export class World {
  readonly store: LedgerEvent[] = [];
  readonly time = new ManualTime(START);
  crashes = 0;
  ledger: Ledger;
  private readonly random: SeededRandom;
  private readonly kraken: LocalKraken;
  private readonly sockets: InMemorySockets;
  private readonly key: ApiKey;
  private readonly stopKraken: () => void;
  private trouble: Trouble;
  private mortal: Mortal | undefined;
  private session: Session | undefined;

  constructor(seed: number, trouble: Trouble = ROUGH) {
    this.random = new SeededRandom(seed);
    this.trouble = trouble;
    const candles = randomWalk({ length: HISTORY + 60, interval: 1, seed, openTime: START - HISTORY * MINUTE });
    const instrument = findInstrument('BTC/USD');
    const market = new ReplayedMarket({
      sources: [candleSource({ instrument, interval: 1, candles, seed, levels: 10, maxPrints: 20 })],
    });
    this.kraken = new LocalKraken({ market, clock: this.time, random: new SeededRandom(seed + 1) });
    const balances = new Map([['USD', BALANCE]]);
    this.key = this.kraken.addCustomer({ name: 'bot', balances, tier: 'pro' });
    this.stopKraken = keepTime(this.kraken, { clock: this.time, scheduler: this.time });
    this.sockets = new InMemorySockets(this.kraken, this.time);
    this.ledger = this.replayed();
  }

  /** Minutes of trouble, then time without any for everything to become known. */
  async run(minutes: number): Promise<void> {
    // Not what a client can do anything about: Kraken itself taking one signed call for two.
    const faults = randomFaults(this.trouble.calls).filter(({ fault }) => fault.kind !== 'duplicate');
    this.kraken.faults.add(...faults);
    this.kraken.socketFaults.add(...randomSocketFaults(this.trouble.frames));
    this.bear();
    await this.time.advance(minutes * MINUTE);
    this.kraken.faults.clear();
    this.kraken.socketFaults.clear();
    this.trouble = { calls: 0, frames: 0, append: 0, second: 0 };
    // Whoever is dead just now is back by then.
    await this.time.advance(10_000);
    this.session?.bot.process({ type: 'trading-halted', time: this.time.now(), reason: 'the end' });
    await this.time.advance(10 * MINUTE);
    if (this.mortal !== undefined) this.mortal.isDead = true;
    this.stopKraken();
  }

  /** What Kraken has on record. */
  async records() {
    const audit = this.client(new Mortal(this.time));
    const wait = async <T>(asked: Promise<T>): Promise<T> => {
      const answers: T[] = [];
      void asked.then((value) => answers.push(value));
      while (answers.length === 0) await this.time.advance(1000);
      return asked;
    };
    const open = await wait(audit.account.openOrders());
    const closed = await wait(all(audit.account.closedOrders({})));
    const fills = await wait(all(audit.account.tradesHistory({})));
    const balances = await wait(audit.account.balances());
    const balance = (asset: string) => balances.find((one) => one.asset === asset)?.total ?? Decimal.ZERO;
    return { open, closed, fills, usd: balance('USD'), btc: balance('BTC') };
  }

  get unknownOrders(): number {
    return this.session?.bot.engine.unknownOrders ?? 0;
  }

  private client(mortal: Mortal): KrakenRest {
    const { clock } = mortal;
    const fetch = inMemoryTransport(this.kraken, this.time);
    return new KrakenRest({
      keys: { key: new Secret(this.key.key), secret: new Secret(this.key.secret), origin: 'simulation' },
      nonces: new MemoryNonce(clock),
      transport: mortal.http(fetchTransport({ fetch, scheduler: this.time })),
      time: clock,
      tier: 'pro',
    });
  }

  private replayed(): Ledger {
    const ledger = new Ledger({ startBalance: BALANCE, remembered: 1000 });
    for (const event of this.store) ledger.apply(event);
    return ledger;
  }

  /** A new process: it has nothing but the store. */
  private bear(): void {
    const mortal = new Mortal(this.time);
    this.mortal = mortal;
    const rest = this.client(mortal);
    const begin = (pair: KrakenPair) => {
      if (!mortal.isDead) this.begin(mortal, rest, pair);
    };
    const find = () => {
      rest.pairs.find('BTC/USD').then(begin, () => mortal.clock.after(1000, find));
    };
    find();
  }

  private begin(mortal: Mortal, rest: KrakenRest, pair: KrakenPair): void {
    const { clock } = mortal;
    this.ledger = this.replayed();
    const session = new Session({
      time: clock,
      exchangeNow: () => rest.now(),
      bot: {
        botId: '320',
        strategy: new Whim(this.random),
        instrument: pair,
        interval: 1,
        ledger: this.ledger,
        store: { append: (event) => this.append(mortal, event) },
        sizing: { type: 'quantity', quantity: Decimal.parse('0.1') },
        costFactor: 1.01,
      },
      feed: (deliver) =>
        new KrakenFeed({
          clock,
          scheduler: clock,
          random: this.random,
          transport: mortal.sockets(this.sockets),
          budget: new ConnectionBudget(),
          deliver,
        }),
      execution: (tell) => new KrakenExecution({ rest, pair, time: clock, onEvent: tell }),
      history: {
        recent: async () => {
          const asOf = rest.now();
          return { candles: await recentCandles(rest.market, pair, 1), asOf };
        },
      },
      onTick: () => maybeCrash(this.random, this.trouble.second, 'between two things'),
      onEnd: (error) => {
        if (!(error instanceof Crash)) throw error;
        this.die(mortal);
      },
    });
    this.session = session;
    session.start();
  }

  private append(mortal: Mortal, event: LedgerEvent): void {
    if (mortal.isDead) throw new Crash('dead already');
    maybeCrash(this.random, this.trouble.append, 'before it was kept');
    this.store.push(event);
    maybeCrash(this.random, this.trouble.append, 'after it was kept');
  }

  private die(mortal: Mortal): void {
    mortal.isDead = true;
    this.crashes += 1;
    // A supervisor starts it again.
    this.time.after(2000, () => this.bear());
  }
}
