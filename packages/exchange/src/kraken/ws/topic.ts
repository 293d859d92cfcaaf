/** What is subscribed to on the wire. `S` is the owner's own name for it. */
export interface Topic<S> {
  readonly subscription: S;
  readonly channel: string;
  /** `BTC/USD`; undefined for channels without. */
  readonly symbol?: string;
  /** What is asked besides channel and symbol; topics of equal ones go into one message. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Tells a channel's topics apart in the frames of one connection: two with the same cannot share one. */
  readonly route: string;
  /** Whether updates mean nothing before a snapshot. */
  readonly needsSnapshot?: boolean;
  /** Whether a book, say, is so often told of that silence means a lost subscription. */
  readonly isBusy?: boolean;
}

/** Where a topic stands on its connection. */
export type TopicState =
  /** To be asked for. */
  | 'wanted'
  /** Asked, no answer yet. */
  | 'asked'
  /** Answered, no data yet. */
  | 'acknowledged'
  /** Data comes. */
  | 'live'
  /** To be asked for again later. */
  | 'resting';

/** A topic on a connection. */
export class Entry<S> {
  readonly topic: Topic<S>;
  state: TopicState = 'wanted';
  /** Of the last message that asked for it. */
  requestId: number | undefined;
  askedAt = 0;
  /** The exchange may still hold an older subscription, which must go first. */
  mustUnsubscribe = false;
  /** Data is of an older subscription until the answer to the newest. */
  isStale = false;
  /** Asked for in a message of its own, because another one's topics were refused without saying which. */
  isAlone = false;
  /** Times in a row it was asked for in vain. */
  failures = 0;
  lastDataAt = 0;
  resyncs = 0;
  lastResyncAt = Number.NEGATIVE_INFINITY;
  /** Takes back its running timer. */
  cancel: () => void = () => {};

  constructor(topic: Topic<S>) {
    this.topic = topic;
  }

  /** As on a connection that knows nothing of it. */
  forget(): void {
    this.cancel();
    this.state = 'wanted';
    this.requestId = undefined;
    this.mustUnsubscribe = false;
    this.isStale = false;
  }
}
