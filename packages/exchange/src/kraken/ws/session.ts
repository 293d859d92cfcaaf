import type { ResyncCause } from '@fathom/contracts';
import { readAnswer } from './answers.js';
import { Fields, FrameError, isObject } from './frame-fields.js';
import { type JsonObject, readJson } from './json-text.js';
import { LiveSocket, type SocketWorld } from './live-socket.js';
import type { SocketFrame } from './socket-transport.js';
import type { Entry, Topic } from './topic.js';
import { Topics, type TopicsHost } from './topics.js';
import type { TopicsLimits } from './topics-limits.js';

/** Whom a session works for. */
export interface SessionHost<S> extends Omit<TopicsHost<S>, 'send' | 'restart'> {
  connected(): void;
  disconnected(reason: string, retryInMs: number, subscriptions: readonly S[]): void;
  /** A frame was not understood; `frame` is its text, secrets and all. */
  skipped(reason: string, frame: string): void;
  /** A text without the owner's secrets; before a part of it is shown. */
  redacted?(text: string): string;
  status(system: string): void;
  /** The fast way: whether the frame was one of the owner's and is dealt with. */
  scan?(frame: Buffer, receivedAt: number): boolean;
  /** Anything with a `channel` besides heartbeat and status, read and as its `text`. May throw a `FrameError`. */
  data(channel: string, frame: Fields, receivedAt: number, text: string): void;
}

const HEARTBEAT = '{"channel":"heartbeat"}';
const EXCERPT = 60;

/** One connection with its subscriptions. */
export class Session<S> {
  readonly #socket: LiveSocket;
  readonly #topics: Topics<S>;
  readonly #host: SessionHost<S>;
  #isClosed = false;

  constructor(url: string, world: SocketWorld, limits: TopicsLimits, host: SessionHost<S>) {
    this.#host = host;
    this.#socket = new LiveSocket(url, world, {
      up: () => {
        host.connected();
        this.#topics.up();
      },
      frame: (frame, receivedAt) => this.#frame(frame, receivedAt),
      down: (reason, retryInMs) => {
        this.#topics.down();
        host.disconnected(reason, retryInMs, this.subscriptions);
      },
    });
    const topicsHost: TopicsHost<S> = {
      send: (frame) => this.#socket.send(frame),
      restart: (reason) => this.#socket.restart(reason),
      credentials: () => host.credentials(),
      acknowledged: (subscription, answer) => host.acknowledged(subscription, answer),
      refused: (subscription, reason) => host.refused(subscription, reason),
      silent: (subscription, reason) => host.silent(subscription, reason),
      tokenRefused: () => host.tokenRefused(),
      resyncBegun: (subscription, cause) => host.resyncBegun?.(subscription, cause),
    };
    this.#topics = new Topics(world, topicsHost, limits);
    this.#socket.open();
  }

  get size(): number {
    return this.#topics.all().length;
  }

  get subscriptions(): S[] {
    return this.#topics.all().map(({ topic }) => topic.subscription);
  }

  find(channel: string, route: string): Entry<S> | undefined {
    return this.#topics.find(channel, route);
  }

  /** It is asked for by the next `pump`, together with others. */
  add(topic: Topic<S>): void {
    this.#topics.add(topic);
  }

  remove(entry: Entry<S>): void {
    this.#topics.remove(entry);
  }

  /** @param cause unless the owner of the subscription asked for it */
  resync(entry: Entry<S>, cause?: ResyncCause): void {
    this.#topics.resync(entry, cause);
  }

  /** Whether data of `entry` is to be delivered. */
  accepts(entry: Entry<S>, isSnapshot: boolean, receivedAt: number): boolean {
    return this.#topics.data(entry, isSnapshot, receivedAt) && !this.#isClosed;
  }

  /** Sends what is to be asked for, once connected and with credentials. */
  pump(): void {
    this.#topics.pump();
  }

  close(): void {
    this.#isClosed = true;
    this.#topics.close();
    this.#socket.close();
  }

  #frame(received: SocketFrame, receivedAt: number): void {
    const host = this.#host;
    if (host.scan?.(typeof received === 'string' ? Buffer.from(received) : received, receivedAt) === true) return;
    const text = received.toString();
    if (text === HEARTBEAT) return;
    const frame = readJson(text);
    try {
      if (frame === undefined || !isObject(frame)) throw new FrameError(`not a frame: ${this.#excerpt(text)}`);
      if (frame.has('method')) this.#answer(frame);
      else this.#channel(new Fields(frame), receivedAt, text);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#host.skipped(error.message, text);
    }
  }

  /** The beginning of a text, fit for a line of a log. */
  #excerpt(text: string): string {
    const safe = this.#host.redacted?.(text) ?? text;
    return JSON.stringify(safe.length > EXCERPT ? `${safe.slice(0, EXCERPT)}… (${text.length} characters)` : safe);
  }

  #answer(frame: JsonObject): void {
    const method = new Fields(frame).text('method');
    if (method === 'pong') return;
    const answer = readAnswer(frame);
    if (method === 'subscribe' || method === 'unsubscribe') this.#topics.answer(answer);
    else
      throw new FrameError(
        `answer to ${this.#excerpt(method)}${answer.error === undefined ? '' : `: ${answer.error}`}`,
      );
  }

  #channel(frame: Fields, receivedAt: number, text: string): void {
    const channel = frame.text('channel');
    if (channel === 'heartbeat') return;
    if (channel === 'status') {
      for (const entry of frame.list('data')) this.#host.status(new Fields(entry).text('system'));
    } else {
      this.#host.data(channel, frame, receivedAt, text);
    }
  }
}
