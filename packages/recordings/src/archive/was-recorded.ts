import { Breath } from '../breath.js';
import type { Session } from '../catalogue/catalogue.js';
import { isHeld } from '../folder-lock.js';
import type { GapCause } from '../gap.js';
import { QUIET } from '../quiet-sink.js';
import type { SessionRecord } from '../record-sink.js';
import { beginningOf, segmentEnd } from '../segment/read-segment.js';
import { addToSessions } from './add-to-sessions.js';
import { type Reading, readAgain } from './read-again.js';
import type { WalkSource } from './walk-records.js';

/** Why nobody would have seen a book change. */
export const NOBODY_THERE: ReadonlySet<GapCause> = new Set(['start', 'stop', 'crash']);

/** A book as far as it was known. */
interface LastKnown {
  readonly pair: { readonly id: string };
  readonly receivedUs: number;
}

/**
 * Whether the recorder that a book was last known to was still there at a later instant: only then is it still the book.
 * What cannot be shown is not so: not a time after the last that a killed recorder has written, nor one to come.
 */
export async function wasRecorded(source: WalkSource, known: LastKnown, us: number): Promise<boolean> {
  if (us <= known.receivedUs) return true;
  const { catalogue } = source;
  const gaps = await catalogue.gaps({ pair: known.pair.id, fromUs: us, toUs: us + 1 });
  const isGap = gaps.some(
    ({ channel, cause, fromUs, toUs }) => channel === 'book' && NOBODY_THERE.has(cause) && fromUs < us && us < toUs,
  );
  if (isGap) return false;
  return readAgain(async (reading) => {
    const runs = await runsOf(source, reading);
    for (const run of runs.toSorted((a, b) => b.startedUs - a.startedUs)) {
      if (run.startedUs <= known.receivedUs && (await wasThere(source, run, us, reading))) return true;
    }
    return false;
  });
}

/** A run of a recorder, and its segments that are not sealed, in their order. */
interface Run extends Session {
  readonly paths: readonly string[];
  /** When another one began, by which it had ended whether or not it could say so. */
  readonly nextUs: number;
}

/** All there are. Only where each segment begins is read. */
async function runsOf({ catalogue, layout }: WalkSource, reading: Reading): Promise<Run[]> {
  const unsealed: SessionRecord[] = [];
  const paths = new Map<string | undefined, string[]>();
  // Segments are looked at first, so that what is sealed meanwhile is not missed.
  for (const path of layout.segmentPaths()) {
    reading.segment(path);
    const started = beginningOf(path);
    if (started !== undefined) unsealed.push(started);
    const name = unsealed.at(-1)?.session;
    paths.set(name, [...(paths.get(name) ?? []), path]);
  }
  reading.nothing();
  const sessions = [...(await catalogue.sessions())];
  // What goes on from a sealed segment is of the last run that has not said that it ended.
  const begunBefore = sessions.findLast(({ stoppedUs }) => stoppedUs === undefined)?.name;
  for (const started of unsealed) addToSessions(sessions, started);
  return sessions.map((session) => ({
    ...session,
    paths: [...(session.name === begunBefore ? (paths.get(undefined) ?? []) : []), ...(paths.get(session.name) ?? [])],
    nextUs: Math.min(...sessions.map(({ startedUs }) => startedUs).filter((us) => us > session.startedUs)),
  }));
}

/** Whether a run that had begun by then had not ended yet. */
async function wasThere(
  { catalogue, layout, nowUs }: WalkSource,
  { stoppedUs, nextUs, paths }: Run,
  us: number,
  reading: Reading,
): Promise<boolean> {
  let stopped = stoppedUs;
  const path = paths.at(-1);
  if (path !== undefined) {
    reading.segment(path);
    const end = await endOf(path);
    reading.nothing();
    if (us <= end.latestUs) return true;
    stopped ??= end.stoppedUs;
  }
  if (stopped !== undefined && us <= stopped) return true;
  if (us >= nextUs) return false;
  const parts = await catalogue.parts({ fromUs: us, toUs: nextUs });
  if (parts.some(({ lastUs }) => lastUs >= us && lastUs < nextUs)) return true;
  const isLast = stopped === undefined && nextUs === Number.POSITIVE_INFINITY;
  return isLast && us <= nowUs() && (await isHeld(layout.lock));
}

/** When a segment's recorder stopped, if that stands in it, and the latest time at which it has received something. */
async function endOf(path: string): Promise<{ readonly stoppedUs: number | undefined; readonly latestUs: number }> {
  let stoppedUs: number | undefined;
  let latestUs = 0;
  const heard = ({ receivedUs }: { readonly receivedUs: number }): void => {
    latestUs = Math.max(latestUs, receivedUs);
  };
  const session = ({ type, us }: SessionRecord): void => {
    if (type === 'stopped') stoppedUs = us;
  };
  const breath = new Breath();
  const reader = segmentEnd(path, { ...QUIET, book: heard, trades: heard, frame: heard, session });
  while (reader.next().done !== true) await breath.take();
  return { stoppedUs, latestUs };
}
