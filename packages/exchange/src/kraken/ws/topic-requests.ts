import { wireTime, type SocketTimes } from './live-socket.js';
import { MessageRate } from './message-rate.js';
import type { Entry, Topic } from './topic.js';
import type { TopicsLimits } from './topics-limits.js';

export interface TopicRequestsOptions<S> {
  readonly world: SocketTimes;
  readonly limits: TopicsLimits;
  send(frame: string): void;
  /** What goes into a message beside the topic's own parameters: a token. Undefined while there is none yet. */
  credentials(): Readonly<Record<string, string>> | undefined;
  entries(): readonly Entry<S>[];
  /** It was asked for just now and is not answered yet. */
  unanswered(entry: Entry<S>): void;
}

/** Writes what a connection's topics want: as few messages as they fit into, as fast as the exchange allows. */
export class TopicRequests<S> {
  readonly #options: TopicRequestsOptions<S>;
  readonly #rate: MessageRate;
  readonly #leaving: Topic<S>[] = [];
  #isUp = false;
  #requests = 0;
  #cancelPump: (() => void) | undefined;

  constructor(options: TopicRequestsOptions<S>) {
    this.#options = options;
    this.#rate = new MessageRate(options.limits.messagesPerSecond, options.limits.messageBurst);
  }

  up(): void {
    this.#isUp = true;
  }

  /** The connection is gone: what was to be left is left. */
  down(): void {
    this.#isUp = false;
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    this.#leaving.length = 0;
  }

  /** The exchange need not send it any more. */
  leave(topic: Topic<S>): void {
    if (this.#isUp) this.#leaving.push(topic);
  }

  /** @returns whether it was about to be left: then it stays, but what comes of it is of the old subscription. */
  stay({ channel, route }: Topic<S>): boolean {
    const left = this.#leaving.findIndex((each) => each.channel === channel && each.route === route);
    if (left >= 0) this.#leaving.splice(left, 1);
    return left >= 0;
  }

  /** Sends what is to be sent, as fast as the rate allows. */
  pump(): void {
    if (!this.#isUp || this.#cancelPump !== undefined) return;
    for (;;) {
      const now = this.#options.world.clock.now();
      const leaving = this.#leaving[0];
      const group = leaving === undefined ? this.#group() : [];
      if (leaving === undefined && group.length === 0) return;
      const waitMs = this.#rate.waitMs(now);
      if (waitMs > 0) {
        this.#cancelPump = this.#options.world.scheduler.after(waitMs, () => {
          this.#cancelPump = undefined;
          this.pump();
        });
        return;
      }
      const credentials = this.#options.credentials();
      if (credentials === undefined) return;
      if (leaving !== undefined) {
        this.#leaving.shift();
        this.#write('unsubscribe', leaving, [leaving], credentials);
      } else {
        this.#ask(group, credentials, now);
      }
    }
  }

  /** Wanted topics that fit into one message. */
  #group(): Entry<S>[] {
    const group: Entry<S>[] = [];
    for (const entry of this.#options.entries()) {
      const [first] = group;
      if (entry.state !== 'wanted') continue;
      if (first === undefined) group.push(entry);
      else if (!first.isAlone && !entry.isAlone && fits(first.topic, entry.topic)) group.push(entry);
      if (group.length === this.#options.limits.symbolsPerMessage) break;
    }
    return group;
  }

  #ask(group: readonly Entry<S>[], credentials: Readonly<Record<string, string>>, now: number): void {
    const [first] = group;
    if (first === undefined) return;
    const old = group.filter(({ mustUnsubscribe }) => mustUnsubscribe).map(({ topic }) => topic);
    if (old.length > 0) this.#write('unsubscribe', first.topic, old, credentials);
    const topics = group.map(({ topic }) => topic);
    // Its state is set first: a transport in memory may answer before it returns.
    const requestId = this.#requests + 1;
    for (const entry of group) {
      entry.mustUnsubscribe = false;
      entry.state = 'asked';
      entry.requestId = requestId;
      entry.askedAt = now;
      entry.cancel = wireTime(this.#options.world).after(this.#options.limits.answerMs, () =>
        this.#options.unanswered(entry),
      );
    }
    this.#write('subscribe', first.topic, topics, credentials);
  }

  #write(
    method: 'subscribe' | 'unsubscribe',
    first: Topic<S>,
    topics: readonly Topic<S>[],
    credentials: Readonly<Record<string, string>>,
  ): void {
    this.#rate.take();
    const symbols = topics.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol]));
    const parameters = method === 'subscribe' ? first.parameters : withoutSnapshot(first.parameters);
    const params = {
      channel: first.channel,
      ...(symbols.length > 0 ? { symbol: symbols } : {}),
      ...parameters,
      ...credentials,
    };
    // An unsubscribe has no number, so that its answer is never taken for a subscribe's.
    if (method === 'unsubscribe') {
      this.#options.send(JSON.stringify({ method, params }));
    } else {
      this.#requests += 1;
      this.#options.send(JSON.stringify({ method, params, req_id: this.#requests }));
    }
  }
}

function fits<S>(first: Topic<S>, other: Topic<S>): boolean {
  if (first.channel !== other.channel || first.symbol === undefined || other.symbol === undefined) return false;
  return JSON.stringify(first.parameters) === JSON.stringify(other.parameters);
}

function withoutSnapshot(parameters: Topic<unknown>['parameters']): Topic<unknown>['parameters'] {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name === 'depth' || name === 'interval'));
}
