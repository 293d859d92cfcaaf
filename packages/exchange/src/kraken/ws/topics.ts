import type { Clock, Random, ResyncCause, Scheduler } from '@fathom/contracts';
import { type Answer, refusalOf } from './answers.js';
import { backOffMs } from './back-off.js';
import { MessageRate } from './message-rate.js';
import { QuietWatch } from './quiet-watch.js';
import { Entry, type Topic } from './topic.js';

export interface TopicsHost<S> {
  send(frame: string): void;
  /** What goes into a subscribe message beside the topic's own parameters: a token. Undefined while there is none yet. */
  credentials(): Readonly<Record<string, string>> | undefined;
  acknowledged(subscription: S): void;
  refused(subscription: S, reason: string): void;
  silent(subscription: S, reason: string): void;
  tokenRefused(): void;
  /** Data of it is held back until its next snapshot, and nobody outside asked for that. */
  resyncBegun?(subscription: S, cause: ResyncCause): void;
  /** The exchange answers nothing at all. */
  restart(reason: string): void;
}

export interface TopicsLimits {
  /** How many symbols go into one message. */
  readonly symbolsPerMessage: number;
  /** Subscribe and unsubscribe messages a second, on average, and how many at once. */
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** An acknowledgement or a refusal must come within this time. */
  readonly answerMs: number;
  /** The first data must come this long after the acknowledgement. */
  readonly firstDataMs: number;
}

export const TOPICS_LIMITS: TopicsLimits = {
  symbolsPerMessage: 50,
  messagesPerSecond: 5,
  messageBurst: 10,
  answerMs: 5000,
  firstDataMs: 10_000,
};

const RETRY = { firstMs: 1000, longestMs: 60_000 };
/** A topic fetched anew twice within this time waits longer and longer: a broken book must not become a storm. */
const RESYNC_MEMORY_MS = 60_000;

/** The subscriptions of one connection: asks, minds answers and deadlines, asks again. */
export class Topics<S> {
  readonly #world: { readonly clock: Clock; readonly scheduler: Scheduler; readonly random: Random };
  readonly #host: TopicsHost<S>;
  readonly #limits: TopicsLimits;
  readonly #entries = new Map<string, Map<string, Entry<S>>>();
  readonly #leaving: Topic<S>[] = [];
  readonly #rate: MessageRate;
  readonly #quiet: QuietWatch<S>;
  #isUp = false;
  #isClosed = false;
  #requests = 0;
  #lastAnswerAt = 0;
  #cancelPump: (() => void) | undefined;

  constructor(
    world: { readonly clock: Clock; readonly scheduler: Scheduler; readonly random: Random },
    host: TopicsHost<S>,
    limits: TopicsLimits,
  ) {
    this.#world = world;
    this.#host = host;
    this.#limits = limits;
    this.#rate = new MessageRate(limits.messagesPerSecond, limits.messageBurst);
    this.#quiet = new QuietWatch(
      world,
      () => this.all(),
      (entry) => this.resync(entry, 'quiet'),
    );
  }

  find(channel: string, route: string): Entry<S> | undefined {
    return this.#entries.get(channel)?.get(route);
  }

  all(): Entry<S>[] {
    return [...this.#entries.values()].flatMap((routes) => [...routes.values()]);
  }

  /** It is asked for by the next `pump`, together with others. */
  add(topic: Topic<S>): void {
    const routes = this.#entries.get(topic.channel) ?? new Map<string, Entry<S>>();
    this.#entries.set(topic.channel, routes);
    const entry = new Entry(topic);
    const left = this.#leaving.findIndex(({ channel, route }) => channel === topic.channel && route === topic.route);
    if (left >= 0) {
      this.#leaving.splice(left, 1);
      this.#renew(entry);
    }
    routes.set(topic.route, entry);
  }

  remove(entry: Entry<S>): void {
    entry.cancel();
    this.#entries.get(entry.topic.channel)?.delete(entry.topic.route);
    if (this.#isUp && (entry.mustUnsubscribe || entry.state !== 'wanted')) this.#leaving.push(entry.topic);
    this.pump();
  }

  /**
   * Drops what is held of it and fetches it anew; data is held back until the new snapshot.
   * @param cause unless the owner of the subscription asked for it
   */
  resync(entry: Entry<S>, cause?: ResyncCause): void {
    if (entry.state === 'wanted' || entry.state === 'resting' || entry.isStale) return;
    if (cause !== undefined) this.#host.resyncBegun?.(entry.topic.subscription, cause);
    // Whoever was told may have left it.
    if (this.find(entry.topic.channel, entry.topic.route) !== entry) return;
    const now = this.#world.clock.now();
    entry.resyncs = now - entry.lastResyncAt < RESYNC_MEMORY_MS ? entry.resyncs + 1 : 0;
    entry.lastResyncAt = now;
    if (entry.resyncs === 0) {
      entry.cancel();
      this.#renew(entry);
      this.pump();
    } else {
      this.#rest(entry, entry.resyncs - 1);
    }
  }

  up(): void {
    if (this.#isClosed) return;
    this.#isUp = true;
    this.#lastAnswerAt = this.#world.clock.now();
    this.#quiet.start();
    this.pump();
  }

  /** The connection is gone, and with it all the exchange knew. */
  down(): void {
    this.#isUp = false;
    this.#quiet.stop();
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    this.#leaving.length = 0;
    for (const entry of this.all()) entry.forget();
  }

  /** For good. */
  close(): void {
    this.#isClosed = true;
    this.down();
    this.#entries.clear();
  }

  /** @returns whether the data is to be delivered, which it is not while a newer snapshot is awaited. */
  data(entry: Entry<S>, isSnapshot: boolean, now: number): boolean {
    if (entry.state !== 'live') {
      if (entry.isStale || entry.state === 'wanted' || entry.state === 'resting') return false;
      if (!isSnapshot && entry.topic.needsSnapshot === true) return false;
      entry.cancel();
      const isAcknowledged = entry.state === 'acknowledged';
      entry.failures = 0;
      entry.state = 'live';
      // Its data came before the answer, and says the same.
      if (!isAcknowledged) this.#host.acknowledged(entry.topic.subscription);
    }
    entry.lastDataAt = now;
    return true;
  }

  answer(answer: Answer): void {
    if (answer.method !== 'subscribe') return;
    this.#lastAnswerAt = this.#world.clock.now();
    const meant = this.#meant(answer);
    const asked = this.all().filter(({ requestId }) => requestId === answer.requestId);
    const isVague = answer.symbol === undefined && meant.length > 1 && asked.length > 1;
    for (const entry of meant) {
      // Whoever was told of another one may have left this one meanwhile.
      if (this.find(entry.topic.channel, entry.topic.route) !== entry) continue;
      if (answer.error === undefined) this.#acknowledged(entry);
      else if (isVague && refusalOf(answer.error) === 'final') this.#askAlone(entry);
      else this.#refused(entry, answer.error);
    }
    this.pump();
  }

  /** Sends what is to be sent, as fast as the rate allows. */
  pump(): void {
    if (!this.#isUp || this.#cancelPump !== undefined) return;
    for (;;) {
      const now = this.#world.clock.now();
      const leaving = this.#leaving[0];
      const group = leaving === undefined ? this.#group() : [];
      if (leaving === undefined && group.length === 0) return;
      const waitMs = this.#rate.waitMs(now);
      if (waitMs > 0) {
        this.#cancelPump = this.#world.scheduler.after(waitMs, () => {
          this.#cancelPump = undefined;
          this.pump();
        });
        return;
      }
      const credentials = this.#host.credentials();
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
    for (const entry of this.all()) {
      const [first] = group;
      if (entry.state !== 'wanted') continue;
      if (first === undefined) group.push(entry);
      else if (!first.isAlone && !entry.isAlone && fits(first.topic, entry.topic)) group.push(entry);
      if (group.length === this.#limits.symbolsPerMessage) break;
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
      entry.cancel = this.#world.scheduler.after(this.#limits.answerMs, () => this.#unanswered(entry));
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
      this.#host.send(JSON.stringify({ method, params }));
    } else {
      this.#requests += 1;
      this.#host.send(JSON.stringify({ method, params, req_id: this.#requests }));
    }
  }

  /** The entries an answer is about; of a refusal that names none, all its message asked for and that still wait. */
  #meant({ requestId, channel, symbol, interval, error }: Answer): Entry<S>[] {
    const waiting = this.all().filter(
      ({ state, requestId: own }) => state === 'asked' && (requestId === undefined || own === requestId),
    );
    const named = waiting.filter(
      ({ topic }) =>
        topic.symbol === symbol &&
        (channel === undefined || topic.channel === channel) &&
        (interval === undefined || topic.parameters['interval'] === interval),
    );
    if (named.length > 0 || error === undefined) return named;
    const inText = waiting.filter(({ topic }) => topic.symbol !== undefined && error.includes(topic.symbol));
    if (inText.length > 0) return inText;
    return symbol === undefined && (requestId !== undefined || waiting.length === 1) ? waiting : [];
  }

  /** A whole message was refused, not saying for which of its topics: that shows when each has its own. */
  #askAlone(entry: Entry<S>): void {
    entry.cancel();
    entry.isAlone = true;
    entry.state = 'wanted';
  }

  #acknowledged(entry: Entry<S>): void {
    entry.cancel();
    entry.state = 'acknowledged';
    entry.isStale = false;
    entry.cancel = this.#world.scheduler.after(this.#limits.firstDataMs, () =>
      this.#failed(entry, `acknowledged, but no data within ${this.#limits.firstDataMs} ms`),
    );
    this.#host.acknowledged(entry.topic.subscription);
  }

  #refused(entry: Entry<S>, error: string): void {
    entry.cancel();
    switch (refusalOf(error)) {
      case 'final':
        this.#entries.get(entry.topic.channel)?.delete(entry.topic.route);
        this.#host.refused(entry.topic.subscription, error);
        return;
      case 'already':
        this.#rest(entry, entry.failures);
        entry.failures += 1;
        return;
      case 'later':
        this.#failed(entry, error);
        return;
      case 'token':
        this.#rest(entry, entry.failures);
        entry.failures += 1;
        this.#host.tokenRefused();
    }
  }

  #unanswered(entry: Entry<S>): void {
    const isDeaf = entry.failures > 0 && this.#lastAnswerAt < entry.askedAt;
    this.#failed(entry, `no answer within ${this.#limits.answerMs} ms`);
    if (isDeaf) this.#host.restart('subscriptions are not answered');
  }

  #failed(entry: Entry<S>, reason: string): void {
    this.#rest(entry, entry.failures);
    entry.failures += 1;
    this.#host.silent(entry.topic.subscription, reason);
  }

  /** Asks again after a while. */
  #rest(entry: Entry<S>, attempt: number): void {
    entry.cancel();
    entry.state = 'resting';
    entry.isStale = true;
    entry.cancel = this.#world.scheduler.after(backOffMs(RETRY, attempt, this.#world.random), () => {
      this.#renew(entry);
      this.pump();
    });
  }

  #renew(entry: Entry<S>): void {
    entry.state = 'wanted';
    entry.mustUnsubscribe = true;
    entry.isStale = true;
  }
}

function fits<S>(first: Topic<S>, other: Topic<S>): boolean {
  if (first.channel !== other.channel || first.symbol === undefined || other.symbol === undefined) return false;
  return JSON.stringify(first.parameters) === JSON.stringify(other.parameters);
}

function withoutSnapshot(parameters: Topic<unknown>['parameters']): Topic<unknown>['parameters'] {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name === 'depth' || name === 'interval'));
}
