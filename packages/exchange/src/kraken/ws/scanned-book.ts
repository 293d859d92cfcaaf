import { type BookLevel, type BookUnits, unitsText } from '@fathom/contracts';

/** A book's message as it was scanned: whole numbers, of which texts are made for who asks. */
export class ScannedBook {
  readonly type: 'book-snapshot' | 'book-update';
  readonly pair: string;
  readonly time: number;
  readonly receivedAt: number;
  /** Unknown to a frame: to be filled in by who knows the subscription. */
  depth = 0;
  readonly checksum: number;
  readonly units: BookUnits;

  constructor(
    type: ScannedBook['type'],
    pair: string,
    { time, receivedAt }: { readonly time: number; readonly receivedAt: number },
    checksum: number,
    units: BookUnits,
  ) {
    this.type = type;
    this.pair = pair;
    this.time = time;
    this.receivedAt = receivedAt;
    this.checksum = checksum;
    this.units = units;
  }

  get bids(): BookLevel[] {
    return levels(this.units.bids, this.units);
  }

  get asks(): BookLevel[] {
    return levels(this.units.asks, this.units);
  }

  /** With its levels as texts, as any other event of a book is written. */
  toJSON(): Omit<ScannedBook, 'units' | 'toJSON'> {
    const { type, pair, time, receivedAt, depth, bids, asks, checksum } = this;
    return { type, pair, time, receivedAt, depth, bids, asks, checksum };
  }
}

function levels(units: readonly number[], { priceDecimals, quantityDecimals }: BookUnits): BookLevel[] {
  const texts: BookLevel[] = [];
  for (let at = 0; at < units.length; at += 2) {
    texts.push({
      price: unitsText(units[at] ?? 0, priceDecimals),
      quantity: unitsText(units[at + 1] ?? 0, quantityDecimals),
    });
  }
  return texts;
}
