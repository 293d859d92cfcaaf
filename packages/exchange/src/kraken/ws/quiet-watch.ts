import type { Clock, Scheduler } from '@fathom/contracts';
import type { Entry } from './topic.js';

const LOOK_EVERY_MS = 10_000;
/** A whole connection without data, heartbeats apart, for so long. */
const CONNECTION_MS = 60_000;
/** A busy topic without data for so long. */
const TOPIC_MS = 300_000;

/**
 * Heartbeats prove a connection, not a subscription. What has been quiet for too long is fetched anew, which costs a
 * snapshot when it was merely quiet, and ends in silence reported or a new connection when the subscription was lost.
 */
export class QuietWatch<S> {
  readonly #world: { readonly clock: Clock; readonly scheduler: Scheduler };
  readonly #entries: () => readonly Entry<S>[];
  readonly #resync: (entry: Entry<S>) => void;
  #cancel: () => void = () => {};

  constructor(
    world: { readonly clock: Clock; readonly scheduler: Scheduler },
    entries: () => readonly Entry<S>[],
    resync: (entry: Entry<S>) => void,
  ) {
    this.#world = world;
    this.#entries = entries;
    this.#resync = resync;
  }

  start(): void {
    this.#cancel = this.#world.scheduler.after(LOOK_EVERY_MS, () => {
      this.start();
      this.#look();
    });
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const now = this.#world.clock.now();
    const live = this.#entries().filter((entry) => entry.state === 'live');
    const busy = live.filter(({ topic }) => topic.isBusy).toSorted((a, b) => a.lastDataAt - b.lastDataAt);
    const newest = Math.max(...live.map(({ lastDataAt }) => lastDataAt));
    const [quietest] = busy;
    if (quietest !== undefined && now - newest > CONNECTION_MS) this.#resync(quietest);
    for (const entry of busy) {
      if (now - entry.lastDataAt > TOPIC_MS) this.#resync(entry);
    }
  }
}
