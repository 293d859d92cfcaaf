import type { Random, ResyncCause } from '@fathom/contracts';
import { type Answer, refusalOf } from './answers.js';
import { backOffMs } from './back-off.js';
import { wireTime, type SocketTimes } from './live-socket.js';
import { meantBy } from './meant-by.js';
import { QuietWatch } from './quiet-watch.js';
import { Entry, type Topic } from './topic.js';
import { TopicRequests } from './topic-requests.js';
import type { TopicsLimits } from './topics-limits.js';

export interface TopicsHost<S> {
  send(frame: string): void;
  /** What goes into a subscribe message beside the topic's own parameters: a token. Undefined while there is none yet. */
  credentials(): Readonly<Record<string, string>> | undefined;
  /** @param answer what was said; none when data came before it. */
  acknowledged(subscription: S, answer?: Answer): void;
  refused(subscription: S, reason: string): void;
  silent(subscription: S, reason: string): void;
  tokenRefused(): void;
  /** Data of it is held back until its next snapshot, and nobody outside asked for that. */
  resyncBegun?(subscription: S, cause: ResyncCause): void;
  /** The exchange answers nothing at all. */
  restart(reason: string): void;
}

interface TopicsWorld extends SocketTimes {
  readonly random: Random;
}

const RETRY = { firstMs: 1000, longestMs: 60_000 };
/** A topic fetched anew twice within this time waits longer and longer: a broken book must not become a storm. */
const RESYNC_MEMORY_MS = 60_000;

/** The subscriptions of one connection: asks, minds answers and deadlines, asks again. */
export class Topics<S> {
  readonly #world: TopicsWorld;
  readonly #host: TopicsHost<S>;
  readonly #limits: TopicsLimits;
  readonly #entries = new Map<string, Map<string, Entry<S>>>();
  readonly #requests: TopicRequests<S>;
  readonly #quiet: QuietWatch<S>;
  #isClosed = false;
  #lastAnswerAt = 0;

  constructor(world: TopicsWorld, host: TopicsHost<S>, limits: TopicsLimits) {
    this.#world = world;
    this.#host = host;
    this.#limits = limits;
    this.#requests = new TopicRequests({
      world,
      limits,
      send: (frame) => host.send(frame),
      credentials: () => host.credentials(),
      entries: () => this.all(),
      unanswered: (entry) => this.#unanswered(entry),
    });
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
    if (this.#requests.stay(topic)) this.#renew(entry);
    routes.set(topic.route, entry);
  }

  remove(entry: Entry<S>): void {
    entry.cancel();
    this.#entries.get(entry.topic.channel)?.delete(entry.topic.route);
    if (entry.mustUnsubscribe || entry.state !== 'wanted') this.#requests.leave(entry.topic);
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
    this.#requests.up();
    this.#lastAnswerAt = this.#world.clock.now();
    this.#quiet.start();
    this.pump();
  }

  /** The connection is gone, and with it all the exchange knew. */
  down(): void {
    this.#quiet.stop();
    this.#requests.down();
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
    const meant = meantBy(answer, this.all());
    const asked = this.all().filter(({ requestId }) => requestId === answer.requestId);
    const isVague = answer.symbol === undefined && meant.length > 1 && asked.length > 1;
    for (const entry of meant) {
      // Whoever was told of another one may have left this one meanwhile.
      if (this.find(entry.topic.channel, entry.topic.route) !== entry) continue;
      if (answer.error === undefined) this.#acknowledged(entry, answer);
      else if (isVague && refusalOf(answer.error) === 'final') this.#askAlone(entry);
      else this.#refused(entry, answer.error);
    }
    this.pump();
  }

  /** Sends what is to be asked for, as fast as the rate allows. */
  pump(): void {
    this.#requests.pump();
  }

  /** A whole message was refused, not saying for which of its topics: that shows when each has its own. */
  #askAlone(entry: Entry<S>): void {
    entry.cancel();
    entry.isAlone = true;
    entry.state = 'wanted';
  }

  #acknowledged(entry: Entry<S>, answer: Answer): void {
    entry.cancel();
    entry.state = 'acknowledged';
    entry.isStale = false;
    entry.cancel = wireTime(this.#world).after(this.#limits.firstDataMs, () =>
      this.#failed(entry, `acknowledged, but no data within ${this.#limits.firstDataMs} ms`),
    );
    this.#host.acknowledged(entry.topic.subscription, answer);
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
