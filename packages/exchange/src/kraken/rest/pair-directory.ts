import { nearestName, UsageError } from '@fathom/contracts';
import type { KrakenPair } from './wire/pair.js';

/** All pairs of Kraken, found by any spelling; asked for once, and again after a failure or on demand. */
export class PairDirectory {
  readonly #load: () => Promise<ReadonlyMap<string, KrakenPair>>;
  #loading: Promise<ReadonlyMap<string, KrakenPair>> | undefined;
  readonly #bySpelling = new Map<string, KrakenPair>();

  constructor(load: () => Promise<ReadonlyMap<string, KrakenPair>>) {
    this.#load = load;
  }

  /** By Kraken's id. Calls at the same time share one question; one that failed is not remembered. */
  all(): Promise<ReadonlyMap<string, KrakenPair>> {
    this.#loading ??= this.#load().then(
      (pairs) => {
        this.#index(pairs);
        return pairs;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  /** Asks Kraken anew: it changes minimums every few months. */
  refresh(): Promise<ReadonlyMap<string, KrakenPair>> {
    this.#loading = undefined;
    return this.all();
  }

  /**
   * The pair a user or Kraken means: `XXBTZUSD`, `XBTUSD`, `XBT/USD`, `BTC/USD`, `btcusd`, `DOGE/USD`.
   * @throws {UsageError} for a pair Kraken does not have, with the nearest it has.
   */
  async find(spelling: string): Promise<KrakenPair> {
    const pairs = await this.all();
    const found = this.#bySpelling.get(plain(spelling));
    if (found !== undefined) return found;
    // ETHUSD is two letters from BTCUSD, and nobody who types the one means the other. A dark pool has a pair beside it.
    const wanted = plain(spelling).replace(/\.D$/, '');
    const nearest = nearestName(wanted, this.#bySpelling.keys(), { mostChanges: 1 });
    const hint = nearest === undefined ? whatThereIs(pairs) : `did you mean ${nearest}?`;
    throw new UsageError(`Kraken has no pair ${spelling}: ${hint}`);
  }

  #index(pairs: ReadonlyMap<string, KrakenPair>): void {
    this.#bySpelling.clear();
    for (const pair of pairs.values()) {
      for (const spelling of [pair.name, pair.altname, pair.id, pair.wsName ?? pair.name]) {
        const name = plain(spelling);
        // An id is that pair's alone; of other spellings the first one stands.
        if (spelling === pair.id || !this.#bySpelling.has(name)) this.#bySpelling.set(name, pair);
      }
    }
  }
}

/** True for every way Kraken's answers name the pair: `XXBTZUSD`, `XBTUSD`, `XBT/USD`, `BTC/USD`. */
export function isNameOf(pair: KrakenPair, name: string): boolean {
  return name === pair.id || name === pair.altname || name === pair.wsName || name === pair.name;
}

/** As many as a line can hold by name. */
const FEW = 5;

function whatThereIs(pairs: ReadonlyMap<string, KrakenPair>): string {
  const names = [...pairs.values()].map(({ name }) => name);
  return names.length <= FEW ? `it has ${names.join(', ')}` : `its ${names.length} are written like ${names[0]}`;
}

function plain(spelling: string): string {
  return spelling
    .trim()
    .toUpperCase()
    .replace(/[/\-_ ]/g, '');
}
