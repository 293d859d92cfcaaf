import type { Instrument } from '@fathom/contracts';
import type { AboutFrame, SocketFaults } from '../faults/socket-faults.js';
import { type AnswerTo, failureText, successText } from './answer.js';
import { type Fields, Refused } from './fields.js';
import { readTopics, type TopicAsked } from './read-topics.js';
import type { Subscriber, Topic } from './topic.js';
import type { Topics, TopicSpec } from './topics.js';

export interface PublicSubscriptionsOptions {
  readonly topics: Topics;
  readonly instruments: readonly Instrument[];
  readonly faults: SocketFaults;
  readonly send: (text: string, about: AboutFrame) => void;
}

/** What one connection has subscribed of the market: of a symbol's channel one, whatever its depth; of `ohlc` one each interval. */
export class PublicSubscriptions implements Subscriber {
  readonly #options: PublicSubscriptionsOptions;
  readonly #topics = new Map<string, Topic>();
  readonly #muted = new Set<Topic>();

  constructor(options: PublicSubscriptionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#topics.size;
  }

  /** @throws {Refused} when the whole request makes no sense; what is wrong with one symbol is answered for that one. */
  subscribe(channel: TopicSpec['channel'], params: Fields, answerTo: AnswerTo): void {
    for (const asked of readTopics(channel, params, (symbol) => this.#find(symbol))) {
      const about: AboutFrame = { frame: 'ack', channel, pair: pairOf(asked) };
      if (this.#strikes('ignore', about)) continue;
      const rule = this.#options.faults.strikes('refuse', about);
      const fault = rule && new Refused(rule.reason ?? 'Subscription refused', pairOf(asked));
      const refused = fault ?? (asked instanceof Refused ? asked : this.#begin(asked, answerTo, about));
      if (refused !== undefined) this.#refuse(refused, channel, answerTo);
    }
  }

  /** @throws {Refused} as `subscribe`. */
  unsubscribe(channel: TopicSpec['channel'], params: Fields, answerTo: AnswerTo): void {
    for (const asked of readTopics(channel, params, (symbol) => this.#find(symbol))) {
      const refused = asked instanceof Refused ? asked : this.#finish(asked, answerTo);
      if (refused !== undefined) this.#refuse(refused, channel, answerTo);
    }
  }

  deliver(text: string, topic: Topic): void {
    if (this.#muted.size > 0 && this.#muted.has(topic)) return;
    this.#options.send(text, { frame: 'data', channel: topic.channel, pair: topic.pair });
  }

  /** The connection is over. */
  end(): void {
    for (const topic of this.#topics.values()) this.#leave(topic);
    this.#topics.clear();
  }

  #begin(asked: TopicAsked, answerTo: AnswerTo, about: AboutFrame): Refused | undefined {
    const key = keyOf(asked.spec);
    if (this.#topics.has(key)) return new Refused('Already subscribed', pairOf(asked));
    const topic = this.#options.topics.open(asked.spec);
    this.#topics.set(key, topic);
    topic.subscribers.add(this);
    if (this.#strikes('mute', about)) this.#muted.add(topic);
    this.#options.send(successText(answerTo, asked.result), about);
    const snapshot = asked.result['snapshot'] === true ? topic.frames.snapshotText(answerTo.now) : undefined;
    if (snapshot !== undefined) this.deliver(snapshot, topic);
    return undefined;
  }

  #finish(asked: TopicAsked, answerTo: AnswerTo): Refused | undefined {
    const { channel } = asked.spec;
    const key = keyOf(asked.spec);
    const topic = this.#topics.get(key);
    // What is named must be what was subscribed: the same depth, the same trigger.
    if (topic === undefined || topic !== this.#options.topics.find(asked.spec)) {
      return new Refused('Subscription Not Found', pairOf(asked));
    }
    this.#topics.delete(key);
    this.#leave(topic);
    const { snapshot: _snapshot, warnings: _warnings, ...result } = asked.result;
    this.#options.send(successText(answerTo, result), { frame: 'ack', channel, pair: pairOf(asked) });
    return undefined;
  }

  #refuse({ message, symbol }: Refused, channel: string, answerTo: AnswerTo): void {
    this.#options.send(failureText(answerTo, message, symbol), { frame: 'refusal', channel, pair: symbol });
  }

  #leave(topic: Topic): void {
    topic.subscribers.delete(this);
    this.#muted.delete(topic);
    this.#options.topics.leave(topic);
  }

  #strikes(fault: 'ignore' | 'mute', about: AboutFrame): boolean {
    return this.#options.faults.strikes(fault, about) !== undefined;
  }

  #find(symbol: string): Instrument | undefined {
    return this.#options.instruments.find(({ name }) => name === symbol);
  }
}

function pairOf(asked: TopicAsked | Refused): string | undefined {
  if (asked instanceof Refused) return asked.symbol;
  return asked.spec.channel === 'instrument' ? undefined : asked.spec.instrument.name;
}

function keyOf(spec: TopicSpec): string {
  if (spec.channel === 'instrument') return spec.channel;
  return `${spec.channel} ${spec.instrument.name} ${spec.channel === 'ohlc' ? spec.interval : ''}`;
}
