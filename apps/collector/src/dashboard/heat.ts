import type { HeatView } from '@fathom/dashboard';
import { OrderBook } from '@fathom/order-book';
import type { RecordingArchive } from '@fathom/recordings';

const MOMENTS = 120;
const ROWS = 64;
/** Levels of each side that are drawn. */
const LEVELS = 100;

interface Moment {
  readonly time: number;
  /** Undefined where nothing was known. */
  readonly middle: number | undefined;
  readonly levels: readonly (readonly [price: number, quantity: number])[];
}

/** What of a pair's book rested where between two instants (milliseconds since 1970 UTC); undefined without any book. */
export async function heatOf(
  archive: RecordingArchive,
  pair: string,
  from: number,
  to: number,
): Promise<HeatView | undefined> {
  const step = (to - from) / MOMENTS;
  const moments: Moment[] = [];
  let book: OrderBook | undefined;
  // A moment shows the book as it was at its end.
  const passTo = (time: number) => {
    while (moments.length < MOMENTS && from + (moments.length + 1) * step <= time) {
      moments.push(momentOf(from + (moments.length + 1) * step, book));
    }
  };
  await archive.replay(
    { pair, fromUs: from * 1000, toUs: to * 1000 },
    {
      book: (record) => {
        passTo(record.receivedUs / 1000);
        if (record.isSnapshot && book?.depth !== record.pair.depth) book = new OrderBook(record.pair.depth);
        // Behind a gap only a whole book says what is there.
        if (book !== undefined) record.applyTo(book);
      },
      trades: () => undefined,
      gap: ({ channel, cause, fromUs, toUs }) => {
        // A hole has no length, and a whole book comes behind it.
        if (channel !== 'book' || cause === 'hole' || toUs <= from * 1000) return;
        passTo(fromUs / 1000);
        book = undefined;
        passTo(toUs / 1000);
      },
    },
  );
  // What came last stays for as long as somebody was there to see it.
  if (book !== undefined && moments.length < MOMENTS) passTo(await knownUntil(archive, pair, { moments, from, step }));
  book = undefined;
  passTo(to);
  const middles = moments.flatMap(({ middle }) => middle ?? []);
  if (middles.length === 0) return undefined;
  return drawn(moments, windowOf(moments, middles));
}

interface Drawn {
  readonly moments: readonly Moment[];
  readonly from: number;
  readonly step: number;
}

/** The last of the moments that are not drawn yet at which the book is known; they are searched by halves. */
async function knownUntil(archive: RecordingArchive, pair: string, { moments, from, step }: Drawn): Promise<number> {
  let known = moments.length;
  for (let unknown = MOMENTS + 1; unknown - known > 1; ) {
    // The last one first: most often somebody is still there.
    const moment = unknown > MOMENTS ? MOMENTS : Math.floor((known + unknown) / 2);
    if ((await archive.at(pair, Math.round((from + moment * step) * 1000))) === undefined) unknown = moment;
    else known = moment;
  }
  return from + known * step;
}

function momentOf(time: number, book: OrderBook | undefined): Moment {
  const [bids, asks] = [book?.bids.levels(LEVELS) ?? [], book?.asks.levels(LEVELS) ?? []];
  const [bid, ask] = [bids[0], asks[0]];
  if (bid === undefined || ask === undefined) return { time, middle: undefined, levels: [] };
  return {
    time,
    middle: (Number(bid.price) + Number(ask.price)) / 2,
    levels: [...bids, ...asks].map(({ price, quantity }) => [Number(price), Number(quantity)]),
  };
}

/** Prices that are shown: as far beyond the middles as the usual book reaches. */
function windowOf(moments: readonly Moment[], middles: readonly number[]): readonly [low: number, high: number] {
  const reaches = moments
    .flatMap(({ middle, levels }) =>
      middle === undefined ? [] : [Math.max(...levels.map(([price]) => Math.abs(price - middle)))],
    )
    .toSorted((a, b) => a - b);
  const reach = reaches[Math.floor(reaches.length / 2)] ?? 1;
  return [Math.min(...middles) - reach, Math.max(...middles) + reach];
}

function drawn(moments: readonly Moment[], [low, high]: readonly [number, number]): HeatView {
  const step = (high - low) / ROWS || 1;
  return {
    times: moments.map(({ time }) => time),
    prices: Array.from({ length: ROWS }, (_, row) => low + row * step),
    step,
    middles: moments.map(({ middle }) => middle ?? null),
    quantities: moments.map(({ levels }) => {
      const column = Array.from({ length: ROWS }, () => 0);
      for (const [price, quantity] of levels) {
        const row = Math.floor((price - low) / step);
        if (row >= 0 && row < ROWS) column[row] = (column[row] ?? 0) + quantity;
      }
      return column.map((quantity) => Number(quantity.toPrecision(6)));
    }),
  };
}
