import { money, percent, ratio, tone } from '../shared/format.js';
import { Tiles } from '../shared/tiles.tsx';
import type { Run } from './read-runs.js';
import { METRICS } from './metric-list.js';

type Key = keyof typeof METRICS;

/** What people look at first. */
const FIRST: readonly Key[] = [
  'finalEquity',
  'profitPercent',
  'buyAndHoldPercent',
  'maxDrawdownPercent',
  'sharpe',
  'profitFactor',
  'totalTrades',
  'winRatePercent',
  'exposurePercent',
  'totalFees',
  'totalSlippage',
];
const TONED: ReadonlySet<Key> = new Set<Key>(['profitPercent', 'buyAndHoldPercent']);

/** The figures that matter most, of one run as tiles, of several as a table. */
export function Figures({ runs }: { readonly runs: readonly Run[] }) {
  const [only] = runs;
  if (runs.length === 1 && only !== undefined) return <FiguresOfOne run={only} />;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Main figures of all runs">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {FIRST.map((key) => (
              <th key={key} scope="col" class="number" title={METRICS[key].definition}>
                {METRICS[key].label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ label, summary: { metrics } }, index) => (
            <tr key={label}>
              <th scope="row">
                <span class={`swatch series-${(index % 6) + 1}`} /> {label}
              </th>
              {FIRST.map((key) => (
                <td key={key} class={`number ${toneOf(key, metrics) ?? ''}`}>
                  {METRICS[key].show(metrics)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function toneOf(key: Key, metrics: Run['summary']['metrics']): string | undefined {
  const value = metrics[key];
  return TONED.has(key) && typeof value === 'number' ? tone(value) : undefined;
}

function FiguresOfOne({ run: { summary } }: { readonly run: Run }) {
  const { metrics, instrument } = summary;
  const tiles = [
    ['Final equity', money(metrics.finalEquity), `${instrument.quote}, from ${money(metrics.startBalance)}`, undefined],
    ['Profit', percent(metrics.profitPercent), money(metrics.profit), tone(metrics.profit)],
    [
      'Buy and hold',
      percent(metrics.buyAndHoldPercent),
      `market ${percent(metrics.marketChangePercent)}`,
      tone(metrics.buyAndHoldPercent),
    ],
    ['Max drawdown', percent(metrics.maxDrawdownPercent), money(metrics.maxDrawdown), undefined],
    ['Sharpe', ratio(metrics.sharpe), `Sortino ${ratio(metrics.sortino)}`, undefined],
    ['Trades', String(metrics.totalTrades), `${metrics.wins} won, ${metrics.losses} lost`, undefined],
    ['Win rate', percent(metrics.winRatePercent), `profit factor ${ratio(metrics.profitFactor)}`, undefined],
    ['Exposure', percent(metrics.exposurePercent), 'of candles with a position', undefined],
    [
      'Fees',
      money(metrics.totalFees),
      `makers ${money(metrics.makerFees)}, takers ${money(metrics.takerFees)}`,
      undefined,
    ],
    ['Slippage', money(metrics.totalSlippage), `${summary.options.slippageBasisPoints} bps assumed`, undefined],
  ] as const;
  return <Tiles tiles={tiles} />;
}
