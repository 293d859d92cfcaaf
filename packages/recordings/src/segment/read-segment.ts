import { DataError } from '@fathom/contracts';
import { RecordDecoder } from '../record-decoder.js';
import type { RecordSink } from '../record-sink.js';
import { type FramesEnd, readFrames } from './frame-reader.js';

/**
 * Tells a sink what stands in a segment, to its end or to the first frame that is not whole.
 * @throws {DataError} when the file cannot be read, is no segment, or a whole frame holds what nobody writes.
 */
export function readSegment(path: string, sink: RecordSink): FramesEnd {
  const decoder = new RecordDecoder(sink);
  return readFrames(path, (bytes, start, end) => {
    try {
      decoder.read(bytes, start, end);
    } catch (error) {
      if (error instanceof DataError) throw new DataError(`${path}: ${error.message}`, { cause: error });
      throw error;
    }
  });
}
