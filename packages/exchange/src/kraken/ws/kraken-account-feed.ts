import { FathomError } from '@fathom/contracts';
import { balanceEntry, executionEntry } from './account-entries.js';
import type { AccountChannel, AccountEvent, OrderReported } from './account-events.js';
import { Fields, FrameError } from './frame-fields.js';
import type { Json } from './json-text.js';
import type { SocketWorld } from './live-socket.js';
import { Session } from './session.js';
import { TokenSource } from './token-source.js';
import type { Topic } from './topic.js';
import { TOPICS_LIMITS } from './topics-limits.js';

export interface KrakenAccountFeedOptions extends SocketWorld {
  /** Is told everything, at once and in order; may call the feed back. What it throws is not caught. */
  readonly deliver: (event: AccountEvent) => void;
  /** Fetches a token (REST GetWebSocketsToken); called for each connection, and when one is too old or refused. */
  readonly token: () => Promise<string>;
  /** Default `wss://ws-auth.kraken.com/v2`. */
  readonly url?: string;
  /** Default both. */
  readonly channels?: readonly AccountChannel[];
}

const URL = 'wss://ws-auth.kraken.com/v2';

const TOPICS: Readonly<Record<AccountChannel, Topic<AccountChannel>>> = {
  orders: {
    subscription: 'orders',
    channel: 'executions',
    parameters: { snap_orders: true, snap_trades: true },
    route: '',
    needsSnapshot: true,
  },
  balances: {
    subscription: 'balances',
    channel: 'balances',
    parameters: { snapshot: true },
    route: '',
    needsSnapshot: true,
  },
};

/**
 * What happens to an account, over Kraken's private WebSocket, version 2: its orders, fills and balances. Connects when
 * made. Every subscription begins with a snapshot of the open orders and the last 50 fills, so what happened unheard is
 * told late; a gap in the numbers of messages is such an unheard time too.
 */
export class KrakenAccountFeed {
  readonly #options: KrakenAccountFeedOptions;
  readonly #session: Session<AccountChannel>;
  readonly #tokens: TokenSource;
  readonly #sequences = new Map<AccountChannel, number>();
  #status: string | undefined;
  #isClosed = false;

  constructor(options: KrakenAccountFeedOptions) {
    this.#options = options;
    const channels = options.channels ?? ['orders', 'balances'];
    const tell = (event: AccountEvent) => this.#deliver(event);
    this.#tokens = new TokenSource({
      ...options,
      fetch: options.token,
      arrived: () => this.#session.pump(),
      failed: (reason) => {
        for (const channel of channels)
          tell({ type: 'account-silent', time: this.#now(), channel, reason: `no token: ${reason}` });
      },
    });
    this.#session = new Session<AccountChannel>(options.url ?? URL, options, TOPICS_LIMITS, {
      credentials: () => {
        const token = this.#tokens.current();
        return token === undefined ? undefined : { token };
      },
      tokenRefused: () => this.#tokens.invalidate(),
      connected: () => {
        // A token is good for one connection.
        this.#tokens.invalidate();
        tell({ type: 'feed-connected', time: this.#now() });
      },
      disconnected: (reason, retryInMs) => tell({ type: 'account-disconnected', time: this.#now(), reason, retryInMs }),
      acknowledged: (channel, answer) => {
        const maxRateCount = answer?.maxRateCount;
        const limit = maxRateCount === undefined ? {} : { maxRateCount };
        tell({ type: 'account-subscribed', time: this.#now(), channel, ...limit });
      },
      refused: (channel, reason) => tell({ type: 'account-refused', time: this.#now(), channel, reason }),
      silent: (channel, reason) => tell({ type: 'account-silent', time: this.#now(), channel, reason }),
      skipped: (reason) => this.#skip(reason),
      redacted: (text) => this.#tokens.redacted(text),
      status: (status) => {
        if (status === this.#status) return;
        this.#status = status;
        tell({ type: 'exchange-status-changed', time: this.#now(), status });
      },
      data: (name, frame, receivedAt) => this.#data(name, frame, receivedAt),
    });
    for (const channel of channels) this.#session.add(TOPICS[channel]);
  }

  /** Ends the connection; nothing is delivered afterwards. */
  close(): void {
    this.#isClosed = true;
    this.#tokens.close();
    this.#session.close();
  }

  #data(name: string, frame: Fields, receivedAt: number): void {
    const channel = name === 'executions' ? 'orders' : name === 'balances' ? 'balances' : undefined;
    if (channel === undefined)
      throw new FrameError(`channel ${JSON.stringify(this.#tokens.redacted(name).slice(0, 40))} is not known`);
    const topic = this.#session.find(name, '');
    const isSnapshot = frame.oneOf('type', ['snapshot', 'update']) === 'snapshot';
    const entries = frame.list('data');
    const sequence = frame.number('sequence');
    if (topic === undefined || !this.#session.accepts(topic, isSnapshot, receivedAt)) return;
    const last = this.#sequences.get(channel) ?? 0;
    if (!isSnapshot && sequence <= last) return;
    if (!isSnapshot && sequence !== last + 1) {
      this.#again(channel, `messages ${last + 1} to ${sequence - 1} were lost`);
      return;
    }
    this.#sequences.set(channel, sequence);
    if (channel === 'orders') this.#executions(entries, isSnapshot, receivedAt);
    else this.#balances(entries, isSnapshot, receivedAt);
  }

  #executions(entries: readonly Json[], isSnapshot: boolean, receivedAt: number): void {
    const reports = this.#read('orders', entries, isSnapshot, (fields) =>
      executionEntry(fields, isSnapshot, receivedAt),
    );
    for (const report of isSnapshot ? chronological(reports) : reports) this.#deliver(report);
  }

  #balances(entries: readonly Json[], isSnapshot: boolean, receivedAt: number): void {
    const time = (fields: Fields) => fields.optionalTime('timestamp') ?? receivedAt;
    const read = this.#read('balances', entries, isSnapshot, (fields) => ({
      time: time(fields),
      balance: balanceEntry(fields),
    }));
    if (read.length === 0 && !isSnapshot) return;
    const balances = read.map(({ balance }) => balance);
    const at = read.at(-1)?.time ?? receivedAt;
    this.#deliver({ type: 'balances-reported', time: at, receivedAt, isSnapshot, balances });
  }

  /** Entries that can be read; one that cannot is skipped, and since it may have mattered all is asked for anew. */
  #read<T>(channel: AccountChannel, entries: readonly Json[], isSnapshot: boolean, read: (fields: Fields) => T): T[] {
    return entries.flatMap((entry) => {
      try {
        return [read(new Fields(entry))];
      } catch (error) {
        if (!(error instanceof FrameError || error instanceof FathomError)) throw error;
        this.#skip(`${channel}: ${error.message}`);
        // A snapshot would not be another one.
        if (!isSnapshot) this.#again(channel, 'a message was not understood');
        return [];
      }
    });
  }

  #again(channel: AccountChannel, reason: string): void {
    this.#deliver({ type: 'account-silent', time: this.#now(), channel, reason });
    const entry = this.#session.find(TOPICS[channel].channel, '');
    if (entry !== undefined) this.#session.resync(entry);
  }

  #skip(reason: string): void {
    this.#deliver({ type: 'feed-skipped', time: this.#now(), reason });
  }

  #deliver(event: AccountEvent): void {
    if (this.#isClosed) return;
    // An exchange may quote what it was sent.
    const isSafe = !('reason' in event) || event.reason === undefined;
    this.#options.deliver(isSafe ? event : { ...event, reason: this.#tokens.redacted(event.reason) });
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

/** Orders first, then fills, oldest first: in a snapshot they come as they are found. */
function chronological(reports: readonly OrderReported[]): OrderReported[] {
  return reports.toSorted((a, b) => rank(a) - rank(b) || a.time - b.time);
}

function rank({ fill }: OrderReported): number {
  return fill === undefined ? 0 : 1;
}
