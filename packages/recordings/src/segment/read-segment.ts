import { DataError } from '@fathom/contracts';
import { KIND } from '../record-format.js';
import { RecordDecoder } from '../record-decoder.js';
import type { RecordSink } from '../record-sink.js';
import { type FrameBody, type FramesEnd, frames } from './frame-reader.js';
import { pieceAround } from './marks.js';

/**
 * Tells a sink what stands in a segment, to its end or to the first frame that is not whole; all of a frame before each
 * `yield`, so that who reads can pause.
 * @throws {DataError} when the file cannot be read, is no segment, or a whole frame holds what nobody writes.
 */
export function* segmentFrames(path: string, sink: RecordSink): Generator<void, FramesEnd, undefined> {
  return yield* decoded(path, frames(path), sink, () => true);
}

/**
 * Tells a sink enough of a segment to know each book at an instant: from the last mark before it to the next one; nothing
 * where the marks are wrong.
 * @returns where reading ended; damage beyond what was wanted is not seen.
 * @throws {DataError} as `segmentFrames`.
 */
export function readAround(path: string, us: number, sink: RecordSink): FramesEnd {
  const { from, to } = pieceAround(path, us);
  let isRight = from === undefined;
  const isWanted = ({ bytes, start, offset }: FrameBody): boolean => {
    if (offset === from?.offset) isRight = ((bytes[start] ?? 0) & 7) === KIND.restart;
    return isRight && offset !== to?.offset;
  };
  const reader = decoded(path, frames(path, from?.offset), sink, isWanted);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
  }
}

function* decoded(
  path: string,
  reader: ReturnType<typeof frames>,
  sink: RecordSink,
  isWanted: (frame: FrameBody) => boolean,
): Generator<void, FramesEnd, undefined> {
  const decoder = new RecordDecoder(sink);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
    const { bytes, start, end, offset } = next.value;
    if (!isWanted(next.value)) {
      reader.return(NOTHING);
      return { good: offset, size: offset, damage: undefined };
    }
    try {
      decoder.read(bytes, start, end);
    } catch (error) {
      reader.return(NOTHING);
      if (error instanceof DataError) throw new DataError(`${path}: ${error.message}`, { cause: error });
      throw error;
    }
    yield;
  }
}

const NOTHING: FramesEnd = { good: 0, size: 0, damage: undefined };

/** `segmentFrames` without a pause. */
export function readSegment(path: string, sink: RecordSink): FramesEnd {
  const reader = segmentFrames(path, sink);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
  }
}
