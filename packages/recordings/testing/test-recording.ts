import { OrderBook } from '@fathom/order-book';
import { ManualTime } from '@fathom/testkit';
import type { Gap } from '../src/gap.js';
import type { TradesRecord } from '../src/record-sink.js';
import { Recording, type RecordingOptions } from '../src/recording.js';
import { RecordingArchive } from '../src/recording-archive.js';
import { RECEIVED_FROM_MS, type realStream } from './real-stream.js';
import { BITCOIN } from './test-log.js';

export const time = new ManualTime(RECEIVED_FROM_MS);
export const openRecording = (folder: string, options: Partial<RecordingOptions> = {}) =>
  Recording.open({ folder, program: 'a test', clock: time, scheduler: time, ...options });

/** Everything a pair's replay tells. */
export async function replayed(
  folder: string,
  range: { fromUs?: number; toUs?: number } = {},
  depth = 25,
  { store, pair = 'XXBTZUSD' }: { store?: string; pair?: string } = {},
) {
  const archive = await RecordingArchive.open(folder, { clock: time, ...(store !== undefined && { store }) });
  const books: { kind: string; sequence: number; event: ReturnType<typeof realStream>[number] }[] = [];
  const trades: TradesRecord[] = [];
  const gaps: Gap[] = [];
  const book = new OrderBook(depth);
  await archive.replay(
    { pair, ...range },
    {
      book: (record) => {
        record.applyTo(book);
        books.push({ kind: record.kind, sequence: record.sequence, event: record.toEvent(book) });
      },
      trades: (record) => trades.push(record),
      gap: (gap) => gaps.push(gap),
    },
  );
  await archive.close();
  return { books, trades, gaps };
}

/** Records a stream, in segments of about that size, and seals it. */
export async function recorded(folder: string, stream: ReturnType<typeof realStream>, segmentBytes = 2 ** 20) {
  const recording = await openRecording(folder, { segmentBytes });
  const depth = stream[0]?.depth ?? 25;
  const book = new OrderBook(depth);
  const recorder = recording.writer.record({ ...BITCOIN, depth }, book);
  for (const [index, message] of stream.entries()) {
    recorder.book(message, book.apply(message));
    if (index % 10 === 0) recording.writer.flush();
  }
  // What is left of it would be written when this tick ends: whether that is before it is read is nobody's promise.
  recording.writer.flush();
  return { recording, recorder, book };
}

/** A folder with a stream in it, sealed in several parts. */
export async function sealedFolder(folder: string, stream: ReturnType<typeof realStream>, segmentBytes: number) {
  const { recording } = await recorded(folder, stream, segmentBytes);
  recording.writer.rotate();
  const sealed = await recording.seal();
  await recording.close('done');
  return { folder, parts: sealed.flatMap(({ parts }) => parts) };
}
