import { statSync } from 'node:fs';
import type { Range } from '../catalogue/catalogue.js';
import type { RecordingArchive } from '../recording-archive.js';

/** What of a pair is in the archive. */
export interface PairContents {
  /** The pair's id. */
  readonly pair: string;
  /** `BTC/USD`. */
  readonly name: string;
  depth: number;
  /** UTC days with something. */
  days: number;
  parts: number;
  /** Messages of the book, and those of them whose every checksum was right. */
  messages: number;
  verified: number;
  /** Market trades. */
  trades: number;
  bytes: number;
  /** Receipt of the first and the last, microseconds since 1970 UTC. */
  firstUs: number;
  lastUs: number;
  /** Gaps of the book. A start is none: nothing had been recorded that something could be missing of. */
  gaps: number;
}

/** What is in a recording, without proving it. */
export interface Contents {
  /** By id. */
  readonly pairs: readonly PairContents[];
  /** What was received and is not in the archive yet. */
  readonly segments: { readonly count: number; readonly bytes: number };
  /** Segments that were found damaged when they were sealed, as they were; what was whole of them is in parts. */
  readonly setAside: readonly string[];
}

export async function contents(archive: RecordingArchive, range: Range = {}): Promise<Contents> {
  const pairs = new Map<string, PairContents>();
  const days = new Set<string>();
  for (const part of await archive.catalogue.parts(range)) {
    if (part.pair === '') continue;
    const { pair, name, depth, firstUs, lastUs, day } = part;
    const figures = { days: 0, parts: 0, messages: 0, verified: 0, trades: 0, bytes: 0, gaps: 0 };
    const one = pairs.get(pair) ?? { pair, name, depth, ...figures, firstUs, lastUs };
    pairs.set(pair, one);
    if (!days.has(`${pair} ${day}`)) one.days += 1;
    days.add(`${pair} ${day}`);
    one.parts += 1;
    one.bytes += part.bytes;
    one.firstUs = Math.min(one.firstUs, firstUs);
    one.lastUs = Math.max(one.lastUs, lastUs);
    one.verified += part.verified;
    if (part.kind === 'book') {
      one.depth = depth;
      one.messages += part.messages;
    } else one.trades += part.rows;
  }
  for (const { pair, channel, cause } of await archive.catalogue.gaps(range)) {
    const one = pairs.get(pair);
    if (one !== undefined && channel === 'book' && cause !== 'start') one.gaps += 1;
  }
  const sizes = archive.layout.segmentPaths().map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return {
    pairs: [...pairs.values()],
    segments: { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) },
    setAside: archive.layout.setAsidePaths(),
  };
}
