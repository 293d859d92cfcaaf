import type { Session } from '../catalogue/catalogue.js';
import { isHeld } from '../folder-lock.js';
import type { GapCause } from '../gap.js';
import { QUIET } from '../quiet-sink.js';
import { readSegment } from '../segment/read-segment.js';
import { addToSessions } from './add-to-sessions.js';
import type { WalkSource } from './walk-records.js';

const NOBODY_THERE: ReadonlySet<GapCause> = new Set(['start', 'stop', 'crash']);

/** A book as far as it was known. */
interface LastKnown {
  readonly pair: { readonly id: string };
  readonly receivedUs: number;
}

/**
 * Whether somebody was recording at an instant at which a book was last known, as far as that is recorded: only then is it
 * still the book.
 */
export async function wasRecorded(source: WalkSource, { pair, receivedUs }: LastKnown, us: number): Promise<boolean> {
  if (us <= receivedUs) return true;
  const { catalogue, layout } = source;
  const gaps = (await catalogue?.gaps({ pair: pair.id, fromUs: us, toUs: us + 1 })) ?? [];
  const isGap = gaps.some(
    ({ channel, cause, fromUs, toUs }) => channel === 'book' && NOBODY_THERE.has(cause) && fromUs < us && us < toUs,
  );
  if (isGap) return false;
  const sessions: Session[] = [...((await catalogue?.sessions()) ?? [])];
  let hasHeard = ((await catalogue?.parts({ fromUs: us, toUs: us + 1 })) ?? []).length > 0;
  const heard = ({ receivedUs: at }: { readonly receivedUs: number }): void => {
    if (at >= us) hasHeard = true;
  };
  for (const path of layout.segmentPaths()) {
    const session = (record: Parameters<typeof addToSessions>[1]) => addToSessions(sessions, record);
    readSegment(path, { ...QUIET, book: heard, trades: heard, session });
  }
  const last = sessions.toSorted((a, b) => a.startedUs - b.startedUs).findLast(({ startedUs }) => startedUs <= us);
  if (last === undefined) return false;
  if (last.stoppedUs !== undefined) return us <= last.stoppedUs;
  // It died, and nobody knows when, or it is still there.
  const isLast = !sessions.some(({ startedUs }) => startedUs > us);
  return hasHeard || (isLast && (await isHeld(layout.lock)));
}
