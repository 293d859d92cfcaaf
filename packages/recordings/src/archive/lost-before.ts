import { basename } from 'node:path';
import type { Catalogue, PairGap } from '../catalogue/catalogue.js';
import { segmentStart } from '../segment/segment-name.js';
import { hasLost, KnownDamage } from './known-damage.js';
import { notThere } from './missing-records.js';
import { segmentOf } from './part-place.js';
import type { SegmentSurvey } from './segment-survey.js';

/**
 * What is missing between the archive and a segment that goes on from further: a segment that was to come between them is
 * gone, or was damaged. Nobody knows then what a book was in that time.
 * @param path the segment's.
 * @param left segments before it that could not be sealed, and are there.
 */
export async function lostBefore(
  catalogue: Catalogue,
  survey: SegmentSurvey,
  path: string,
  left: readonly string[],
): Promise<PairGap[]> {
  const before = startOf(path);
  const holes = [...(await catalogue.ends())].filter(
    ([pair, { sequence }]) => sequence < (survey.lastBefore.get(pair) ?? 0),
  );
  if (holes.length === 0) return [];
  const archived = await catalogue.segments();
  const names = archived.map(({ name }) => startOf(name));
  const isThere = new KnownDamage(left.map(startOf), names);
  const isDamaged = new KnownDamage(
    archived.filter(({ damage }) => hasLost(damage)).map(({ name }) => startOf(name)),
    names,
  );
  const lost: PairGap[] = [];
  for (const [pair, { sequence, receivedUs: fromUs, channels }] of holes) {
    const toUs = Math.max(fromUs, survey.beforeUs.get(pair) ?? before);
    const ending = (await catalogue.parts({ pair })).find(({ lastSequence }) => lastSequence === sequence);
    const hole = { fromUs, toUs, after: segmentOf(ending?.path ?? ''), before };
    if (isThere.explains(hole)) continue;
    const isDamage = isDamaged.explains(hole);
    // When the damaged one was sealed more could be said, but not until when.
    const known = isDamage
      ? (await catalogue.gaps({ pair })).find((gap) => gap.fromUs === fromUs && isCut(gap))
      : undefined;
    const why = isDamage ? 'a segment was damaged' : 'a segment is gone';
    const detail = known?.detail ?? `${notThere(sequence + 1, survey.lastBefore.get(pair) ?? 0)}: ${why}`;
    for (const channel of channels) lost.push({ pair, channel, cause: 'crash', fromUs, toUs, detail });
  }
  return lost;
}

function isCut({ cause, detail }: PairGap): boolean {
  return cause === 'crash' && detail.endsWith(' were damaged');
}

function startOf(path: string): number {
  return segmentStart(basename(path)) ?? 0;
}
