import { UsageError } from '@fathom/contracts';
import { type RecordedFrame, type RecordedPair, readFrameFile } from '@fathom/recordings';
import { DEPTHS } from '../start/depths.js';
import { idOf } from '../start/select-pairs.js';
import { utc } from '../text/amounts.js';

/** What other recorders' files hold. */
export interface Survey {
  readonly pairs: readonly RecordedPair[];
  /** Pairs with market trades. */
  readonly traded: readonly string[];
  /** Arrival of the first frame, microseconds since 1970 UTC; undefined where no time was recorded. */
  readonly firstUs: number | undefined;
}

const SNAPSHOT = /"channel"\s*:\s*"book"/;
const IS_SNAPSHOT = /"type"\s*:\s*"snapshot"/;
const TRADES = /"channel"\s*:\s*"trade"/;
const SYMBOL = /"symbol"\s*:\s*"([A-Z0-9.]+\/[A-Z0-9.]+)"/g;
const LEVEL = /"price"\s*:\s*(\d+(?:\.(\d+))?)\s*,\s*"qty"\s*:\s*\d+(?:\.(\d+))?/g;

/**
 * Finds pairs, depths and digits in the snapshots of files.
 * @throws {DataError} when one cannot be read. @throws {UsageError} when one begins before the one before it ends.
 */
export async function surveyFrames(paths: readonly string[], onFrame: () => void): Promise<Survey> {
  const pairs = new Map<string, RecordedPair>();
  const traded = new Set<string>();
  let firstUs: number | undefined;
  const order = new FileOrder();
  for (const path of paths) {
    order.begin(path);
    for await (const frame of readFrameFile(path)) {
      onFrame();
      firstUs ??= frame.receivedUs;
      if (frame.receivedUs !== undefined) order.heard(frame.receivedUs);
      if (TRADES.test(frame.text)) for (const [, name = ''] of frame.text.matchAll(SYMBOL)) traded.add(name);
      if (!SNAPSHOT.test(frame.text) || !IS_SNAPSHOT.test(frame.text)) continue;
      const pair = pairOf(frame);
      if (pair === undefined) continue;
      const before = pairs.get(pair.name);
      pairs.set(pair.name, before === undefined || before.depth < pair.depth ? pair : before);
    }
  }
  return { pairs: [...pairs.values()], traded: [...traded], firstUs };
}

/** That files follow each other in time: what comes too late would be taken for new, or thrown away as too old. */
class FileOrder {
  #path = '';
  #before: string | undefined;
  #latestUs = 0;

  begin(path: string): void {
    this.#before = this.#path;
    this.#path = path;
  }

  heard(us: number): void {
    if (this.#before !== undefined && us < this.#latestUs) {
      const times = `${this.#path} begins at ${utc(us / 1000)}, ${this.#before} ends at ${utc(this.#latestUs / 1000)}`;
      throw new UsageError(`name files in the order of time: ${times}`);
    }
    this.#before = undefined;
    this.#latestUs = Math.max(this.#latestUs, us);
  }
}

function pairOf({ text }: RecordedFrame): RecordedPair | undefined {
  const [match] = text.matchAll(SYMBOL);
  const name = match?.[1];
  if (name === undefined) return undefined;
  const [base = '', quote = ''] = name.split('/');
  const levels = [...text.matchAll(LEVEL)];
  const digits = (index: 2 | 3) => Math.max(0, ...levels.map((level) => level[index]?.length ?? 0));
  const [bids = ''] = text.split('"asks"');
  const side = Math.max([...bids.matchAll(LEVEL)].length, levels.length - [...bids.matchAll(LEVEL)].length);
  return {
    name,
    id: idOf({ name, base, quote }),
    // The smallest that Kraken serves and that holds what came.
    depth: DEPTHS.find((depth) => depth >= side) ?? 1000,
    priceDecimals: digits(2),
    quantityDecimals: digits(3),
  };
}
