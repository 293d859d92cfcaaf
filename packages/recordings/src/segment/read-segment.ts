import { DataError } from '@fathom/contracts';
import { RecordDecoder } from '../record-decoder.js';
import type { RecordSink } from '../record-sink.js';
import { type FramesEnd, frames } from './frame-reader.js';

/**
 * Tells a sink what stands in a segment, to its end or to the first frame that is not whole; all of a frame before each
 * `yield`, so that who reads can pause.
 * @throws {DataError} when the file cannot be read, is no segment, or a whole frame holds what nobody writes.
 */
export function* segmentFrames(path: string, sink: RecordSink): Generator<void, FramesEnd, undefined> {
  const decoder = new RecordDecoder(sink);
  const reader = frames(path);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
    const { bytes, start, end } = next.value;
    try {
      decoder.read(bytes, start, end);
    } catch (error) {
      reader.return({ good: 0, size: 0, damage: undefined });
      if (error instanceof DataError) throw new DataError(`${path}: ${error.message}`, { cause: error });
      throw error;
    }
    yield;
  }
}

/** `segmentFrames` without a pause. */
export function readSegment(path: string, sink: RecordSink): FramesEnd {
  const reader = segmentFrames(path, sink);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
  }
}
