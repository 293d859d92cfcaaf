import type {
  BookView,
  CapturedPair,
  CaptureSource,
  CaptureStatus,
  GapView,
  HeatView,
  LevelText,
  RecordedRange,
} from '@fathom/dashboard';
import { contents, RecordingArchive } from '@fathom/recordings';
import type { BookLevel } from '@fathom/contracts';
import type { Collector } from '../start/collector.js';
import { gapsOf, missingMs, type View } from '../start/view.js';
import { heatOf } from './heat.js';

export interface ShownCaptureOptions {
  /** The recording's folder. */
  readonly folder: string;
  /** `postgres://…` where its archive is in a database. */
  readonly store: string | undefined;
  readonly view: () => View;
  /** Undefined until something is collected. */
  readonly collector: () => Collector | undefined;
}

/** Levels of each side in an answer. */
const LEVELS = 100;
const US = 1_000;

/** A running collector as the dashboard sees it; what was before is read from its recording. */
export class ShownCapture implements CaptureSource {
  private readonly options: ShownCaptureOptions;
  private opened: Promise<RecordingArchive> | undefined;

  constructor(options: ShownCaptureOptions) {
    this.options = options;
  }

  status(): CaptureStatus {
    const { exchange, folder, startedAt, now, writtenBytes, freeBytes, loopLagMs, notes } = this.options.view();
    return {
      exchange,
      folder,
      startedAt,
      now,
      writtenBytes,
      freeBytes: freeBytes ?? null,
      loopLagMs,
      notes,
      pairs: this.pairs(),
    };
  }

  live(pair: string): BookView | undefined {
    const collector = this.options.collector();
    const name = collector?.pairs.find(({ id }) => id === pair)?.name;
    const book = name === undefined ? undefined : collector?.book(name);
    const figures = collector?.figures.find((one) => one.channel === 'book' && one.pair === name);
    if (book === undefined || figures?.lastAt === undefined) return undefined;
    const { bids, asks, state } = book;
    return {
      pair,
      receivedAt: figures.lastAt,
      state,
      bids: textsOf(bids.levels(LEVELS)),
      asks: textsOf(asks.levels(LEVELS)),
    };
  }

  at(pair: string, time: number): Promise<BookView | undefined> {
    return this.read(async (archive) => {
      const found = await archive.at(pair, time * US);
      if (found === undefined) return undefined;
      const { book, state, receivedUs } = found;
      return {
        pair,
        state,
        receivedAt: receivedUs / US,
        bids: textsOf(book.bids.levels(LEVELS)),
        asks: textsOf(book.asks.levels(LEVELS)),
      };
    });
  }

  range(pair: string): Promise<RecordedRange | undefined> {
    return this.read(async (archive) => {
      const known = (await contents(archive)).pairs.find((one) => one.pair === pair);
      const { startedAt, now } = this.options.view();
      const isCollected = this.options.collector()?.pairs.some(({ id }) => id === pair) === true;
      if (known === undefined) return isCollected ? { from: startedAt, to: now } : undefined;
      return { from: known.firstUs / US, to: isCollected ? now : known.lastUs / US };
    });
  }

  async gaps(limit: number): Promise<readonly GapView[]> {
    const found = await this.read((archive) => archive.catalogue.gaps());
    return found
      .map(({ pair, channel, cause, fromUs, toUs }) => ({ pair, channel, cause, from: fromUs / US, to: toUs / US }))
      .toSorted((a, b) => b.from - a.from)
      .slice(0, limit);
  }

  heat(pair: string, from: number, to: number): Promise<HeatView | undefined> {
    return this.read((archive) => heatOf(archive, pair, from, to));
  }

  private pairs(): CapturedPair[] {
    const { figures, rates, now } = this.options.view();
    const trades = new Map(
      figures.filter(({ channel }) => channel === 'market-trades').map((one) => [one.pair, one.kept]),
    );
    const known = new Map(this.options.collector()?.pairs.map((pair) => [pair.name, pair]));
    return figures.flatMap((one, index) => {
      const pair = known.get(one.pair);
      if (one.channel !== 'book' || pair === undefined) return [];
      const { kept, verified, suspect, unverifiable, dropped, resyncs, openGap, lastAt, lagMs } = one;
      return [
        {
          id: pair.id,
          name: one.pair,
          depth: pair.depth,
          messages: kept,
          rate: rates[index] ?? 0,
          trades: trades.get(one.pair) ?? 0,
          verified,
          suspect,
          unverifiable,
          dropped,
          resyncs,
          gaps: gapsOf(one),
          missingMs: missingMs(one, now),
          ...(openGap !== undefined && { openGap: openGap.cause }),
          lastAt: lastAt ?? null,
          lagMs,
        },
      ];
    });
  }

  /** What was opened for questions goes. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    await (await opened?.catch(() => undefined))?.close();
  }

  /** Kept open, because each part is proved once for as long as it is; opened anew when something goes wrong. */
  private async read<Answer>(use: (archive: RecordingArchive) => Promise<Answer>): Promise<Answer> {
    try {
      this.opened ??= this.open();
      return await use(await this.opened);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private open(): Promise<RecordingArchive> {
    const { folder, store, view } = this.options;
    const clock = { now: () => view().now };
    return RecordingArchive.open(folder, { clock, ...(store !== undefined && { store }) });
  }
}

function textsOf(levels: readonly BookLevel[]): LevelText[] {
  return levels.map(({ price, quantity }) => [price, quantity]);
}
