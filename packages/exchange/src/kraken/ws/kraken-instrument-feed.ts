import { type ExchangeStatusChanged, FathomError, type FeedConnected, type FeedSkipped } from '@fathom/contracts';
import { type Fields, FrameError } from './frame-fields.js';
import type { SocketWorld } from './live-socket.js';
import { type PairRules, pairRules } from './pair-rules.js';
import { Session } from './session.js';
import { TOPICS_LIMITS } from './topics-limits.js';

export interface InstrumentsReported {
  readonly type: 'instruments-reported';
  readonly time: number;
  readonly receivedAt: number;
  /** All pairs there are; else those whose rules or status changed. */
  readonly isSnapshot: boolean;
  readonly pairs: readonly PairRules[];
}

/** Nothing is known of instruments until the next snapshot; it is asked for again, unless it `isRefused`. */
export interface InstrumentsSilent {
  readonly type: 'instruments-silent';
  readonly time: number;
  readonly reason: string;
  readonly isRefused: boolean;
}

export type InstrumentEvent =
  | InstrumentsReported
  | InstrumentsSilent
  | FeedConnected
  | FeedSkipped
  | ExchangeStatusChanged;

export interface KrakenInstrumentFeedOptions extends SocketWorld {
  /** Is told everything, at once and in order. What it throws is not caught. */
  readonly deliver: (event: InstrumentEvent) => void;
  /** Default `wss://ws.kraken.com/v2`. */
  readonly url?: string;
}

const URL = 'wss://ws.kraken.com/v2';

/** The rules and trading status of all pairs, as they change. Connects when made. */
export class KrakenInstrumentFeed {
  readonly #options: KrakenInstrumentFeedOptions;
  readonly #session: Session<'instruments'>;

  constructor(options: KrakenInstrumentFeedOptions) {
    this.#options = options;
    const { deliver } = options;
    const time = () => options.clock.now();
    const silent = (reason: string, isRefused = false) =>
      deliver({ type: 'instruments-silent', time: time(), reason, isRefused });
    this.#session = new Session<'instruments'>(options.url ?? URL, options, TOPICS_LIMITS, {
      credentials: () => ({}),
      tokenRefused: () => {},
      connected: () => deliver({ type: 'feed-connected', time: time() }),
      disconnected: (reason) => silent(reason),
      acknowledged: () => {},
      refused: (_, reason) => silent(reason, true),
      silent: (_, reason) => silent(reason),
      skipped: (reason) => deliver({ type: 'feed-skipped', time: time(), reason }),
      status: (status) => deliver({ type: 'exchange-status-changed', time: time(), status }),
      data: (channel, frame, receivedAt) => this.#data(channel, frame, receivedAt),
    });
    this.#session.add({
      subscription: 'instruments',
      channel: 'instrument',
      parameters: { snapshot: true },
      route: '',
      needsSnapshot: true,
    });
  }

  /** Ends the connection; nothing is delivered afterwards. */
  close(): void {
    this.#session.close();
  }

  #data(channel: string, frame: Fields, receivedAt: number): void {
    const entry = this.#session.find(channel, '');
    if (entry === undefined) throw new FrameError(`channel ${JSON.stringify(channel.slice(0, 40))} is not known`);
    const isSnapshot = frame.oneOf('type', ['snapshot', 'update']) === 'snapshot';
    const skipped: string[] = [];
    const pairs = frame
      .fields('data')
      .list('pairs')
      .flatMap((pair) => {
        try {
          return [pairRules(pair)];
        } catch (error) {
          if (!(error instanceof FrameError || error instanceof FathomError)) throw error;
          skipped.push(`a pair: ${error.message}`);
          return [];
        }
      });
    if (!this.#session.accepts(entry, isSnapshot, receivedAt)) return;
    for (const reason of skipped) this.#options.deliver({ type: 'feed-skipped', time: receivedAt, reason });
    this.#options.deliver({ type: 'instruments-reported', time: receivedAt, receivedAt, isSnapshot, pairs });
  }
}
