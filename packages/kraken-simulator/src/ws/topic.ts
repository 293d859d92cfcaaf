import type { MarketStep } from '../market/market.js';

/** What a public channel tells of a pair: the frames are made once, whoever listens. */
export interface TopicFrames {
  /** The frame a new subscriber gets first; undefined while there is nothing to tell. `time` in milliseconds since 1970 UTC. */
  snapshotText(time: number): string | undefined;
  /** The frame that tells a step the market has taken; undefined when it has nothing to do with it. */
  stepText(step: MarketStep): string | undefined;
  /** Nobody listens any more. */
  end?(): void;
}

export interface Subscriber {
  deliver(text: string, topic: Topic): void;
}

/** Something public to subscribe to, and who has. */
export class Topic {
  readonly channel: string;
  /** Undefined of `instrument`. */
  readonly pair: string | undefined;
  readonly frames: TopicFrames;
  readonly subscribers = new Set<Subscriber>();

  constructor(channel: string, pair: string | undefined, frames: TopicFrames) {
    this.channel = channel;
    this.pair = pair;
    this.frames = frames;
  }

  step(step: MarketStep): void {
    const text = this.frames.stepText(step);
    if (text !== undefined) this.publish(text);
  }

  publish(text: string): void {
    // A session that ends while it is being told leaves the set; those after it still get the frame.
    for (const subscriber of this.subscribers) subscriber.deliver(text, this);
  }
}
