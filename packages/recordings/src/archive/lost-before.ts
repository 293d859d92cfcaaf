import type { Catalogue, PairGap } from '../catalogue/catalogue.js';
import { isWrittenDown, notThere } from './missing-records.js';
import type { SegmentSurvey } from './segment-survey.js';

/**
 * What is missing between the archive and a segment that goes on from further: a segment that was to come between them is
 * gone. Nobody knows then what a book was in that time.
 * @param startUs when the segment begins.
 */
export async function lostBefore(catalogue: Catalogue, survey: SegmentSurvey, startUs: number): Promise<PairGap[]> {
  const lost: PairGap[] = [];
  for (const [pair, { sequence, receivedUs: fromUs, channels }] of await catalogue.ends()) {
    const [first, last] = [sequence + 1, survey.lastBefore.get(pair) ?? 0];
    if (last < first) continue;
    const toUs = Math.max(fromUs, survey.beforeUs.get(pair) ?? startUs);
    const missing = { pair, name: '', channels, first, last, fromUs, toUs };
    // What was damaged is a gap already.
    if (isWrittenDown(missing, await catalogue.gaps({ pair, fromUs }))) continue;
    const detail = `${notThere(first, last)}: a segment is gone`;
    for (const channel of channels) lost.push({ pair, channel, cause: 'crash', fromUs, toUs, detail });
  }
  return lost;
}
