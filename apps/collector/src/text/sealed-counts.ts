import type { SealedSegment } from '@fathom/recordings';
import { many } from './amounts.js';

/** What was found wrong with a segment when it was sealed, a line each. */
export function sealingComplaints({ path, cut, doubts }: SealedSegment): string[] {
  return [
    ...(cut === undefined ? [] : [`${cut.cutBytes} bytes of ${path} were damaged (${cut.reason})`]),
    ...doubts.map((doubt) => `${path}: ${doubt}; it is suspect from there to the next snapshot`),
  ];
}

/** What has gone into the archive: `82 messages and 41 trades into 2 parts`, counted as everywhere else. */
export function sealedCounts(sealed: readonly Pick<SealedSegment, 'parts'>[]): string {
  const parts = sealed.flatMap((one) => one.parts);
  let [messages, trades] = [0, 0];
  for (const part of parts) {
    if (part.kind === 'book') messages += part.messages;
    // A row of theirs is a trade; a message may hold several.
    if (part.kind === 'trades') trades += part.rows;
  }
  return `${many(messages, 'message')} and ${many(trades, 'trade')} into ${many(parts.length, 'part')}`;
}
