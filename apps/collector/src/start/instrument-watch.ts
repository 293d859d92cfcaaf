import { KrakenInstrumentFeed, type PairRules, type SocketWorld } from '@fathom/exchange';

export interface InstrumentWatchOptions {
  readonly world: SocketWorld;
  readonly url: string;
  /** Nothing is known yet, and why; it is tried again, with longer and longer waits. */
  readonly onTrouble: (reason: string) => void;
  /** A pair's trading status is another one. */
  readonly onStatus: (pair: string, status: string) => void;
}

/** All of Kraken's pairs, as Kraken itself tells them. */
export class InstrumentWatch {
  /** Settles when they are known. */
  readonly first: Promise<readonly PairRules[]>;
  readonly #feed: KrakenInstrumentFeed;
  readonly #status = new Map<string, string>();
  #isKnown = false;

  constructor({ world, url, onTrouble, onStatus }: InstrumentWatchOptions) {
    let known: (pairs: readonly PairRules[]) => void;
    this.first = new Promise((resolve) => {
      known = resolve;
    });
    this.#feed = new KrakenInstrumentFeed({
      ...world,
      url,
      deliver: (event) => {
        if (event.type === 'instruments-silent' && !this.#isKnown) onTrouble(event.reason);
        if (event.type !== 'instruments-reported') return;
        for (const { name, status } of event.pairs) {
          const before = this.#status.get(name);
          this.#status.set(name, status);
          if (before !== undefined && before !== status) onStatus(name, status);
        }
        this.#isKnown = true;
        known(event.pairs);
      },
    });
  }

  close(): void {
    this.#feed.close();
  }
}
