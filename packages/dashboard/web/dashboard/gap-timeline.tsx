import type { GapView } from '../../src/live/capture.js';
import { instant } from '../shared/format.js';
import { Table } from './table.tsx';
import { useAnswer } from './use-answer.js';

const [WIDTH, ROW] = [960, 22];
const SHOWN = 50;

/** Where something is missing in the recording, by pair and cause. */
export function GapTimeline() {
  const { answer: gaps, error } = useAnswer<readonly GapView[]>('/api/capture-gaps', 15_000);
  if (gaps === undefined) return <p class="muted">{error === '' ? 'Reading the recording…' : error}</p>;
  if (gaps.length === 0) return <p class="muted">None is recorded.</p>;
  const pairs = [...new Set(gaps.map(({ pair }) => pair))].toSorted();
  const causes = [...new Set(gaps.map(({ cause }) => cause))].toSorted();
  const [from, to] = [Math.min(...gaps.map((gap) => gap.from)), Math.max(...gaps.map((gap) => gap.to))];
  const x = (time: number) => 110 + ((time - from) / Math.max(1, to - from)) * (WIDTH - 110);
  return (
    <>
      <svg
        class="timeline"
        viewBox={`0 0 ${WIDTH} ${pairs.length * ROW + 20}`}
        role="img"
        aria-label="Gaps by pair over time; the table below lists them"
      >
        {pairs.map((pair, row) => (
          <g key={pair}>
            <text x={0} y={row * ROW + 15}>
              {pair}
            </text>
            <line x1={110} x2={WIDTH} y1={row * ROW + 11} y2={row * ROW + 11} />
          </g>
        ))}
        {gaps.map((gap, index) => (
          <rect
            key={index}
            class={`series-${(causes.indexOf(gap.cause) % 6) + 1}`}
            x={x(gap.from)}
            y={pairs.indexOf(gap.pair) * ROW + 4}
            width={Math.max(2, x(gap.to) - x(gap.from))}
            height={14}
          >
            <title>{`${gap.pair} ${gap.channel}: ${gap.cause}, ${instant(gap.from)} to ${instant(gap.to)}`}</title>
          </rect>
        ))}
        <text x={110} y={pairs.length * ROW + 16}>
          {instant(from)}
        </text>
        <text x={WIDTH} y={pairs.length * ROW + 16} text-anchor="end">
          {instant(to)}
        </text>
      </svg>
      <ul class="legend">
        {causes.map((cause, index) => (
          <li key={cause}>
            <span class={`swatch series-${(index % 6) + 1}`} /> {cause}
          </li>
        ))}
      </ul>
      <Table
        name="Gaps"
        head={['Pair', 'Of', 'Cause', 'From', 'To', '#Lasted']}
        rows={gaps.slice(0, SHOWN).map((gap, index) => ({
          key: index,
          cells: [
            gap.pair,
            gap.channel,
            gap.cause,
            instant(gap.from),
            instant(gap.to),
            `${((gap.to - gap.from) / 1000).toFixed(3)} s`,
          ],
        }))}
      />
      {gaps.length > SHOWN && <p class="muted">and {gaps.length - SHOWN} older ones</p>}
    </>
  );
}
