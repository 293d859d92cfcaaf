import { AreaSeries, LineSeries } from 'lightweight-charts';
import { type LinePoints, thinned, underwater } from '../shared/levels.js';
import { seconds, useChart } from '../shared/use-chart.js';
import type { Run } from './read-runs.js';

/** Points of one line on the screen at once. */
const POINTS = 3000;

/** Equity of every run above, how far each is below its peak under it. */
export function EquityChart({ runs }: { readonly runs: readonly Run[] }) {
  const starts = runs.map(({ equity }) => equity.time[0] ?? 0);
  const ends = runs.map(({ equity }) => equity.time.at(-1) ?? 0);
  const element = useChart([Math.min(...starts), Math.max(...ends)], (chart) => {
    const lines = runs.map(({ equity }) => ({
      equity,
      fall: underwater(equity),
      line: chart.addSeries(LineSeries, { lineWidth: 2, priceLineVisible: false }),
      area: chart.addSeries(AreaSeries, { lineWidth: 1, priceLineVisible: false, priceFormat: { type: 'percent' } }, 1),
    }));
    chart.panes()[0]?.setStretchFactor(3);
    chart.panes()[1]?.setStretchFactor(1);
    let drawn = { from: 0, to: 0, span: Number.POSITIVE_INFINITY };
    return {
      show(from, to) {
        const span = to - from;
        // What is drawn serves until one comes near its edge or looks much closer.
        if (from >= drawn.from && to <= drawn.to && span > drawn.span / 3) return false;
        drawn = { from: from - span, to: to + span, span };
        for (const { equity, fall, line, area } of lines) {
          const points = (of: LinePoints) =>
            thinned(of, drawn.from, drawn.to, POINTS).map(([time, value]) => ({ time: seconds(time), value }));
          line.setData(points(equity));
          area.setData(points(fall));
        }
        return true;
      },
      look({ series }) {
        for (const [index, { line, area }] of lines.entries()) {
          const color = series[index % series.length] ?? 'gray';
          line.applyOptions({ color });
          area.applyOptions({
            lineColor: color,
            topColor: `${color}00`,
            bottomColor: `${color}55`,
            invertFilledArea: true,
          });
        }
      },
    };
  });
  const last = runs.map(({ label, summary }) => `${label}: ${summary.metrics.finalEquity}`).join('; ');
  return (
    <figure>
      <div
        class="chart tall"
        ref={element}
        role="img"
        aria-label={`Equity and drawdown over time. Final equity of ${last}`}
      />
      <figcaption>
        Equity at each candle's close (above) and its distance from the highest so far (below).
        {runs.length > 1 && <Legend labels={runs.map(({ label }) => label)} />}
      </figcaption>
    </figure>
  );
}

/** Which colour is whose. */
function Legend({ labels }: { readonly labels: readonly string[] }) {
  return (
    <ul class="legend">
      {labels.map((label, index) => (
        <li key={label}>
          <span class={`swatch series-${(index % 6) + 1}`} /> {label}
        </li>
      ))}
    </ul>
  );
}
