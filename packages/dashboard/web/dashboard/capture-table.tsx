import type { CapturedPair } from '../../src/live/capture.js';
import { duration } from '../shared/format.js';
import { Table } from './table.tsx';
import { countText } from './texts.js';
import { hrefOfPair } from './use-place.js';

/** Every pair and how well it is kept. */
export function CaptureTable({ pairs, now }: { readonly pairs: readonly CapturedPair[]; readonly now: number }) {
  return (
    <Table
      name="Pairs"
      head={[
        'Pair',
        '#Depth',
        '#A second',
        '#Messages',
        '#Verified',
        '#Suspect',
        '#Trades',
        '#Gaps',
        '#Missing',
        '#Lag',
        'Now',
      ]}
      rows={pairs.map((pair) => ({
        key: pair.id,
        class: pair.openGap === undefined ? undefined : 'doubt',
        cells: [
          <a key="name" href={hrefOfPair(pair.id)}>
            {pair.name}
          </a>,
          pair.depth,
          pair.rate.toFixed(1),
          countText(pair.messages),
          pair.messages === 0 ? '–' : `${((100 * pair.verified) / pair.messages).toFixed(2)} %`,
          countText(pair.suspect),
          countText(pair.trades),
          pair.gaps,
          pair.missingMs < 60_000 ? `${(pair.missingMs / 1000).toFixed(1)} s` : duration(pair.missingMs),
          `${Math.round(pair.lagMs)} ms`,
          stateOf(pair, now),
        ],
      }))}
    />
  );
}

function stateOf({ openGap, lastAt }: CapturedPair, now: number): string {
  if (openGap !== undefined) return `missing: ${openGap}`;
  return lastAt === null ? 'nothing yet' : `heard ${Math.max(0, (now - lastAt) / 1000).toFixed(1)} s ago`;
}
