import { resolve } from 'node:path';
import { Capture, type CaptureSubscription } from '@fathom/capture';
import { DataError, UsageError } from '@fathom/contracts';
import { ConnectionBudget, KrakenFeed } from '@fathom/exchange';
import { type PairEnd, readFrameFile, Recording, sealFolder, type StoreFlags, storeOf } from '@fathom/recordings';
import { Progress } from '@fathom/terminal';
import type { Io } from '../io.js';
import { RecordingLog } from '../start/recording-log.js';
import { gapsOf, totalsOf } from '../start/view.js';
import { many, share } from '../text/amounts.js';
import { ReplayedSocket } from './replayed-socket.js';
import { type Survey, surveyFrames } from './survey.js';

export interface ImportFlags extends StoreFlags {
  readonly books: string;
}

/** Between two frames of which no time was recorded, milliseconds. */
const STEP_MS = 1;

/**
 * Takes in what other recorders have kept of Kraken's socket, as if it came now: each checksum is proved, each hole
 * written down. Files follow each other in the order given.
 * @throws {UsageError} when no file is named, or they are not in the order of time.
 * @throws {DataError} when something cannot be read or written, no file holds a book, or the folder holds later records of a
 * pair.
 */
export async function importFrames(files: readonly string[], flags: ImportFlags, io: Io): Promise<void> {
  if (files.length === 0) throw new UsageError('name the files to import');
  const paths = files.map((file) => resolve(io.cwd, file));
  const progress = new Progress(io, 'importing');
  let surveyed = 0;
  try {
    const survey = await surveyFrames(paths, () => {
      surveyed += 1;
      progress.update(surveyed, 0);
    });
    if (survey.pairs.length === 0) throw new DataError(`there is no snapshot of a book in ${files.join(', ')}`);
    const store = storeOf(flags, io);
    const folder = resolve(io.cwd, flags.books);
    const notes: string[] = [];
    const onFrame = (done: number): void => progress.update(done, surveyed);
    const line = await take(paths, survey, { folder, store, io, onFrame, onNote: (note) => notes.push(note) });
    const sealed = await sealFolder(folder, io.time, store.store);
    progress.end();
    for (const note of notes) io.err.write(`${note}\n`);
    const parts = sealed.reduce((sum, one) => sum + one.parts.length, 0);
    io.out.write(`${line}, sealed into ${many(parts, 'part')} in ${folder}\n`);
  } finally {
    progress.end();
  }
}

interface Taking {
  readonly folder: string;
  readonly store: ReturnType<typeof storeOf>;
  readonly io: Io;
  readonly onFrame: (done: number) => void;
  readonly onNote: (note: string) => void;
}

async function take(paths: readonly string[], survey: Survey, taking: Taking): Promise<string> {
  const { folder, store, io, onFrame, onNote } = taking;
  let now = (survey.firstUs ?? 0) / 1000 || io.time.now();
  const clock = { now: () => now };
  let failure: Error | undefined;
  // Files are written by the real time, and their contents by the recorded one.
  const recording = await Recording.open({
    folder,
    ...store,
    program: 'collector 0.1.0, import',
    clock,
    scheduler: io.time,
    onEnds: (ends) => assertLater(ends, survey, now),
  });
  try {
    const { writer } = recording;
    const log = new RecordingLog({ writer, pairs: survey.pairs, onFailed: (error) => (failure ??= error) });
    const capture = new Capture({ log, resync: () => {} });
    const socket = new ReplayedSocket();
    const feed = new KrakenFeed({
      clock,
      // What was lost then is not asked for now.
      scheduler: { after: () => () => {} },
      random: io.random,
      transport: socket,
      budget: new ConnectionBudget(),
      deliver: (event) => capture.process(event),
      subscriptionsPerSocket: Number.POSITIVE_INFINITY,
      limits: { messagesPerSecond: Number.POSITIVE_INFINITY, messageBurst: Number.POSITIVE_INFINITY },
    });
    const subscriptions = subscriptionsOf(survey);
    capture.begin(subscriptions, now);
    feed.subscribe(subscriptions);
    socket.begin();
    let done = 0;
    for (const path of paths) {
      for await (const frame of readFrameFile(path, onNote)) {
        now = frame.receivedUs === undefined ? now + STEP_MS : frame.receivedUs / 1000;
        socket.tell(frame.text);
        done += 1;
        onFrame(done);
        if (failure !== undefined) throw failure;
      }
    }
    feed.close();
    capture.end(now);
    const figures = capture.figures;
    const { kept, verified, trades } = totalsOf({ figures, rates: [], now });
    const gaps = figures.reduce((sum, one) => sum + gapsOf(one), 0);
    const pairs = survey.pairs.map(({ name }) => name).join(', ');
    return `${pairs}: ${many(kept, 'message')} (${share(verified, kept)} verified) and ${many(trades, 'trade')}, ${many(gaps, 'gap')}`;
  } finally {
    await recording.close('imported');
  }
}

function subscriptionsOf({ pairs, traded }: Survey): CaptureSubscription[] {
  const names = new Set(pairs.map(({ name }) => name));
  return [
    ...pairs.map(({ name, depth }) => ({ channel: 'book', pair: name, depth }) as const),
    ...traded.filter((name) => names.has(name)).map((name) => ({ channel: 'market-trades', pair: name }) as const),
  ];
}

/** What is recorded of a pair goes on in time. */
function assertLater(ends: ReadonlyMap<string, PairEnd>, { pairs }: Survey, now: number): void {
  for (const { id, name } of pairs) {
    const end = ends.get(id);
    if (end !== undefined && end.receivedUs > now * 1000) {
      throw new DataError(
        `later books of ${name} are recorded there already: import into a folder of its own (--books)`,
      );
    }
  }
}
