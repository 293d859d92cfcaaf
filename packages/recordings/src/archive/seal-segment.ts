import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attempt } from '@fathom/files';
import type { BookRecord } from '../book-record.js';
import { bookText } from '../book-text.js';
import { Breath } from '../breath.js';
import type { Archived, Catalogue, Checkpoint } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import { ProvedBooks } from '../proved-books.js';
import type { RecordSink } from '../record-sink.js';
import type { FramesEnd } from '../segment/frame-reader.js';
import { marksPath } from '../segment/marks.js';
import { beginningOf, segmentFrames } from '../segment/read-segment.js';
import { cutBefore, keepAside, recoverSegment, type SegmentCut } from '../segment/recover-segment.js';
import { segmentStart } from '../segment/segment-name.js';
import { lostBefore } from './lost-before.js';
import { PartCuts } from './part-cuts.js';
import type { PartCollector, PartShelf } from './part-shelf.js';
import { NOBODY, type PlannedPart } from './planned-part.js';
import { SegmentSurvey } from './segment-survey.js';

/** Parts that are written in one reading of a segment: each takes memory. */
const AT_ONCE = 64;
/** Messages between two checkpoints of the catalogue. */
const CHECKPOINT_EVERY = 10_000;

export interface SealOptions {
  readonly catalogue: Catalogue;
  /** Where parts go. */
  readonly shelf: PartShelf;
  /** Microseconds since 1970 UTC. */
  readonly nowUs: () => number;
  /** Segments before it that could not be sealed; default none. */
  readonly left?: readonly string[];
}

/** What became of a segment. */
export interface SealedSegment {
  readonly path: string;
  readonly messages: number;
  readonly parts: readonly Part[];
  /** What was damaged and is missing from the parts. */
  readonly cut: SegmentCut | undefined;
  /** What was recorded as verified and is not: it is in the parts as what it is, and the segment is kept as it was. */
  readonly doubts: readonly string[];
}

/**
 * Moves a closed segment into the archive: proves every checksum of it, writes its parts, reads each of them back and
 * proves it once more, and only then lets them appear, tells the catalogue, and removes the segment. Whenever that is
 * interrupted, the segment is still there and the same can be done again. Where one holds books that are not what it says,
 * they are suspect from there on, that is a gap, and the segment is kept.
 * @throws {DataError} when the segment cannot be read, or a part not written; it stays where it is.
 */
export async function sealSegment(path: string, options: SealOptions): Promise<SealedSegment> {
  const { catalogue, nowUs, left = [] } = options;
  const { survey, cut } = await surveyOf(path);
  if (cut !== undefined && (await catalogue.segments()).some(({ name }) => name === basename(path))) {
    // It was whole when it went into the archive: what has become of it since is less.
    remove(path, true);
    return { path, messages: 0, parts: [], cut, doubts: [] };
  }
  const { size } = statSync(path);
  const parts: Part[] = [];
  const checkpoints: Checkpoint[] = [];
  for (let at = 0; at < survey.parts.length; at += AT_ONCE) {
    const batch = new PartBatch(path, survey.parts.slice(at, at + AT_ONCE), options);
    await batch.open();
    await readSlowly(path, batch);
    parts.push(...(await batch.write()));
    checkpoints.push(...batch.checkpoints);
  }
  const { sessions, messages, doubts } = survey;
  const gaps = [...survey.gaps, ...(await lostBefore(catalogue, survey, path, left))];
  const toUs = cut === undefined ? undefined : missingUntil(path, cut);
  if (cut !== undefined && toUs !== undefined) {
    for (const [pair, channels] of survey.channels) {
      const fromUs = survey.lastUs.get(pair) ?? survey.beforeUs.get(pair) ?? toUs;
      const detail = `${cut.cutBytes} bytes of ${basename(path)} from byte ${cut.keptBytes} on were damaged`;
      for (const channel of channels) {
        gaps.push({ pair, channel, cause: 'crash', fromUs, toUs: Math.max(fromUs, toUs), detail });
      }
    }
  }
  const archived: Archived = {
    segment: {
      name: basename(path),
      archivedUs: nowUs(),
      messages,
      bytes: size,
      damage: cut === undefined ? '' : `${cut.cutBytes} bytes from byte ${cut.keptBytes} on: ${cut.reason}`,
    },
    parts,
    gaps,
    checkpoints,
    sessions,
    precisions: survey.precisions.filter(({ fromUs }) => fromUs > 0),
  };
  await catalogue.archive(archived);
  remove(path, doubts.length > 0);
  return { path, messages, parts, cut, doubts };
}

function remove(path: string, isKept: boolean): void {
  attempt(`removing ${path}`, () => {
    rmSync(marksPath(path), { force: true });
    if (isKept) keepAside(path);
    else rmSync(path);
  });
}

/** When what is missing of a segment had ended at the latest; undefined where the next recorder says that itself. */
function missingUntil(path: string, { isBefore }: SegmentCut): number | undefined {
  const paths = readdirSync(dirname(path)).filter((name) => segmentStart(name) !== undefined);
  const next = paths.toSorted().find((name) => name > basename(path));
  if (next === undefined) return Math.round(statSync(path).mtimeMs * 1000);
  if (isBefore && beginningOf(join(dirname(path), next)) !== undefined) return undefined;
  return segmentStart(next);
}

/** What a segment holds, and what had to be cut from it before. */
async function surveyOf(
  path: string,
): Promise<{ readonly survey: SegmentSurvey; readonly cut: SegmentCut | undefined }> {
  const whole = new SegmentSurvey();
  const { damage } = await readSlowly(path, whole);
  if (damage === undefined) {
    whole.end();
    return { survey: whole, cut: cutBefore(path) };
  }
  const cut = recoverSegment(path) ?? cutBefore(path);
  const survey = new SegmentSurvey();
  await readSlowly(path, survey);
  survey.end();
  return { survey, cut };
}

async function readSlowly(path: string, sink: RecordSink): Promise<FramesEnd> {
  const breath = new Breath();
  for (const reader = segmentFrames(path, sink); ; await breath.take()) {
    const next = reader.next();
    if (next.done === true) return next.value;
  }
}

/** Some of a segment's parts, written in one reading of it. */
class PartBatch implements RecordSink {
  readonly checkpoints: Checkpoint[] = [];
  private readonly segment: string;
  private readonly planned: readonly PlannedPart[];
  private readonly options: SealOptions;
  private readonly collectors = new Map<string, PartCollector>();
  private readonly pairs: ReadonlySet<string>;
  /** What the survey has found doubtful becomes that. */
  private readonly books = new ProvedBooks(() => {});
  private readonly cuts = new PartCuts(() => {});
  private readonly sinceCheckpoint = new Map<string, number>();

  constructor(path: string, planned: readonly PlannedPart[], options: SealOptions) {
    this.segment = basename(path, '.segment');
    this.planned = planned;
    this.options = options;
    this.pairs = new Set(planned.map(({ pair }) => pair.id));
  }

  async open(): Promise<void> {
    for (const [index, planned] of this.planned.entries()) {
      const { kind, pair, number } = planned;
      this.collectors.set(key(kind, pair.id, number), await this.options.shelf.collect(planned, index));
    }
  }

  pair(): void {}

  book(record: BookRecord): void {
    const { pair } = record;
    if (!this.pairs.has(pair.id)) return;
    const { number } = this.cuts.of('book', pair, record.receivedUs);
    const collector = this.collectors.get(key('book', pair.id, number));
    if (collector?.book === undefined) {
      this.books.apply(record);
      return;
    }
    // A part can be read alone: it begins with the whole book, if there is one.
    if (collector.rows === 0 && record.kind === 'update') this.begin(collector, record);
    const book = this.books.apply(record);
    collector.book(record, book.checksum);
    const since = (this.sinceCheckpoint.get(pair.id) ?? CHECKPOINT_EVERY) + 1;
    if (since > CHECKPOINT_EVERY && record.state !== 'unverifiable') {
      const { sequence, receivedUs } = record;
      this.checkpoints.push({ pair: pair.id, sequence, receivedUs, book: bookText(book, record.state) });
      this.sinceCheckpoint.set(pair.id, 0);
    } else this.sinceCheckpoint.set(pair.id, since);
  }

  trades(record: Parameters<RecordSink['trades']>[0]): void {
    const { number } = this.cuts.of('trades', record.pair, record.receivedUs);
    this.collectors.get(key('trades', record.pair.id, number))?.trades?.(record);
  }

  gap(): void {}

  frame(record: Parameters<RecordSink['frame']>[0]): void {
    const { number } = this.cuts.of('frames', NOBODY, record.receivedUs);
    this.collectors.get(key('frames', '', number))?.frame?.(record);
  }

  session(): void {}

  /** Writes each part, proves it, and lets it appear. */
  async write(): Promise<Part[]> {
    const parts: Part[] = [];
    for (const planned of this.planned) {
      const collector = this.collectors.get(key(planned.kind, planned.pair.id, planned.number));
      if (collector === undefined) continue;
      if (collector.rows === 0) await collector.abandon();
      else parts.push(await this.options.shelf.publish(planned, this.segment, collector));
    }
    return parts;
  }

  private begin(collector: PartCollector, { pair, sequence, receivedUs, exchangeUs }: BookRecord): void {
    const checkpoint = this.books.checkpoint(pair);
    if (checkpoint === undefined) return;
    checkpoint.sequence = sequence - 1;
    checkpoint.receivedUs = receivedUs;
    checkpoint.exchangeUs = exchangeUs;
    collector.book?.(checkpoint, checkpoint.checksum ?? 0);
  }
}

function key(kind: string, pair: string, number: number): string {
  return `${kind} ${pair} ${number}`;
}
