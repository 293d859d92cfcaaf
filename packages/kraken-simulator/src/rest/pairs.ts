import type { Instrument } from '@fathom/contracts';
import { type Asset, assetOf } from './assets.js';
import { Refusal } from './refusal.js';

/** An instrument with everything Kraken calls it. */
export interface Pair {
  readonly instrument: Instrument;
  /** `XXBTZUSD` */
  readonly id: string;
  /** `XBTUSD` */
  readonly altname: string;
  /** `XBT/USD`, the name of the socket's first version. */
  readonly wsname: string;
  readonly base: Asset;
  readonly quote: Asset;
}

/** The pairs of a market by every spelling Kraken takes, and their currencies. */
export class Pairs {
  readonly all: readonly Pair[];
  readonly assets: readonly Asset[];
  readonly #bySpelling = new Map<string, Pair>();
  readonly #assetBySpelling = new Map<string, Asset>();

  constructor(instruments: readonly Instrument[]) {
    this.all = instruments.map(pairOf);
    for (const pair of this.all) {
      for (const spelling of [pair.id, pair.altname, pair.wsname, pair.instrument.name]) {
        this.#bySpelling.set(spelling, pair);
        this.#bySpelling.set(spelling.replace('/', ''), pair);
      }
      for (const asset of [pair.base, pair.quote]) {
        for (const spelling of [asset.code, asset.altname, asset.name]) this.#assetBySpelling.set(spelling, asset);
      }
    }
    this.assets = [...new Map(this.all.flatMap(({ base, quote }) => [base, quote]).map((a) => [a.code, a])).values()];
  }

  /**
   * `XXBTZUSD`, `XBTUSD`, `XBT/USD`, `BTC/USD`, `BTCUSD`; lower case as well.
   * @throws {Refusal} `EQuery:Unknown asset pair`
   */
  find(spelling: string): Pair {
    const pair = this.#bySpelling.get(spelling.toUpperCase());
    if (pair === undefined) throw new Refusal('EQuery:Unknown asset pair');
    return pair;
  }

  /** `XXBT`, `XBT`, `BTC`. @throws {Refusal} `EQuery:Unknown asset` */
  asset(spelling: string): Asset {
    const asset = this.#assetBySpelling.get(spelling.toUpperCase());
    if (asset === undefined) throw new Refusal('EQuery:Unknown asset');
    return asset;
  }

  /** By the instrument's name, `BTC/USD`, which is known to exist. */
  named(name: string): Pair {
    return this.find(name);
  }
}

function pairOf(instrument: Instrument): Pair {
  const base = assetOf(instrument.base);
  const quote = assetOf(instrument.quote);
  return {
    instrument,
    id: instrument.id,
    altname: `${base.altname}${quote.altname}`,
    wsname: `${base.altname}/${quote.altname}`,
    base,
    quote,
  };
}
