import { Breath } from '../breath.js';
import { QUIET } from '../quiet-sink.js';
import { segmentEnd } from '../segment/read-segment.js';
import { readAgain } from './read-again.js';
import type { WalkSource } from './walk-records.js';

/** Ids of all pairs that are recorded, by name. */
export function pairsOf({ layout, catalogue }: WalkSource): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  return readAgain(async (reading) => {
    const breath = new Breath();
    // Segments are looked at first, so that what is sealed meanwhile is not missed.
    for (const path of layout.segmentPaths()) {
      reading.segment(path);
      // All that stand in a segment stand behind its last mark again.
      const reader = segmentEnd(path, { ...QUIET, pair: ({ name, id }) => void ids.set(name, id) });
      while (reader.next().done !== true) await breath.take();
    }
    reading.nothing();
    for (const { pair, name } of await catalogue.parts()) if (pair !== '') ids.set(name, pair);
    return ids;
  });
}
