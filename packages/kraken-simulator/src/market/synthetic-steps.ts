import { Decimal, type Instrument } from '@fathom/contracts';
import { hashed } from './hashed.js';
import { Ladder } from './ladder.js';
import type { Print } from './print.js';
import { PriceGrid } from './price-grid.js';
import type { SourceStep } from './source.js';

export interface SyntheticBookOptions {
  readonly instrument: Instrument;
  readonly seed: number;
  /** Levels of each side; 100 when not given. */
  readonly levels?: number;
  /** Ticks between best bid and best ask; 1 when not given. */
  readonly spreadTicks?: number;
  /** Mean quantity of a level, base units; 2,000 times the smallest order when not given. */
  readonly levelQuantity?: Decimal;
}

/** Distance of two levels as a part of the price, before it is rounded down to 1, 2 or 5 times a power of ten in ticks. */
const GAP = 5e-5;

/**
 * Prints with a book made up around them, so that each is at the best price of the side it took from: a buy at the ask, a
 * sell at the bid, with at least its quantity offered there. Prints of one instant stay together.
 */
export function* syntheticSteps(prints: Iterable<Print>, options: SyntheticBookOptions): Generator<SourceStep> {
  const book = new SyntheticBook(options);
  for (const group of byInstant(prints)) {
    const trades = group.map((print) => book.possible(print));
    const [first] = trades;
    const last = trades.at(-1);
    if (first === undefined || last === undefined) continue;
    yield book.around(first);
    yield { type: 'market-traded', time: first.time, trades };
    if (last.price !== first.price || last.side !== first.side) yield book.around(last);
  }
}

class SyntheticBook {
  readonly #options: SyntheticBookOptions;
  readonly #grid: PriceGrid;
  readonly #mean: number;
  readonly #bids: Ladder;
  readonly #asks: Ladder;
  #hasBegun = false;

  constructor(options: SyntheticBookOptions) {
    const { instrument, levels = 100 } = options;
    this.#options = options;
    this.#grid = new PriceGrid(instrument);
    this.#mean = (options.levelQuantity ?? instrument.minQuantity.times(Decimal.of(2000n, 0))).toNumber();
    const priceText = (ticks: number) => this.#grid.text(ticks);
    const quantityText = (ticks: number) => this.#quantity(ticks, 0).toFixed(instrument.quantityDecimals);
    const zeroText = (0).toFixed(instrument.quantityDecimals);
    this.#bids = new Ladder({ levels, direction: -1, priceText, quantityText, zeroText });
    this.#asks = new Ladder({ levels, direction: 1, priceText, quantityText, zeroText });
  }

  /** Below the lowest prices there is no room for a bid, so what trades there was sold. */
  possible(print: Print): Print {
    const { spreadTicks = 1 } = this.#options;
    const hasRoom = print.side === 'sell' || this.#grid.ticks(print.price) > spreadTicks;
    return hasRoom ? print : { ...print, side: 'sell' };
  }

  around(print: Print): SourceStep {
    const { instrument, spreadTicks = 1 } = this.#options;
    const touched = this.#grid.ticks(print.price);
    const bid = print.side === 'sell' ? touched : touched - spreadTicks;
    const ask = print.side === 'buy' ? touched : touched + spreadTicks;
    const gap = roundGap(touched * GAP);
    const taken = this.#quantity(touched, print.id).plus(print.quantity);
    const other = this.#quantity(print.side === 'buy' ? bid : ask, print.id);
    const decimals = instrument.quantityDecimals;
    const bids = this.#bids.move(bid, (print.side === 'sell' ? taken : other).toFixed(decimals), gap);
    const asks = this.#asks.move(ask, (print.side === 'buy' ? taken : other).toFixed(decimals), gap);
    const type = this.#hasBegun ? 'book-update' : 'book-snapshot';
    this.#hasBegun = true;
    return { type, time: print.time, bids, asks };
  }

  /** Between a tenth and nearly twice the mean. */
  #quantity(ticks: number, turn: number): Decimal {
    const { seed, instrument } = this.#options;
    const quantity = this.#mean * (0.1 + 1.8 * hashed(seed, ticks, turn));
    const decimals = instrument.quantityDecimals;
    return Decimal.of(BigInt(Math.max(1, Math.round(quantity * 10 ** decimals))), decimals);
  }
}

function roundGap(ticks: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ticks)));
  return power * (ticks >= 5 * power ? 5 : ticks >= 2 * power ? 2 : 1);
}

function* byInstant(prints: Iterable<Print>): Generator<Print[]> {
  let group: Print[] = [];
  for (const print of prints) {
    if (group[0] !== undefined && group[0].time !== print.time) {
      yield group;
      group = [];
    }
    group.push(print);
  }
  if (group.length > 0) yield group;
}
