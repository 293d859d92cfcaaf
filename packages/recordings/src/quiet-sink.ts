import type { RecordSink } from './record-sink.js';

function nothing(): void {}

/** A sink that wants nothing: name what is wanted. */
export const QUIET: RecordSink = {
  pair: nothing,
  book: nothing,
  trades: nothing,
  gap: nothing,
  frame: nothing,
  session: nothing,
};
