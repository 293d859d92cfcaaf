import { useState } from 'preact/hooks';
import { instant } from '../shared/format.js';
import { CandleChart } from './candle-chart.tsx';
import { Configuration } from './configuration.tsx';
import { Distribution } from './distribution.tsx';
import { EquityChart } from './equity-chart.tsx';
import { Figures } from './figures.tsx';
import { MetricTable } from './metric-table.tsx';
import { Months } from './months.tsx';
import type { Run } from './read-runs.js';
import { Section } from './section.tsx';
import { Gaps, LeftOpen, Reasons, Refusals, Sensitivity } from './small-tables.tsx';
import { TradeTable } from '../shared/trade-table.tsx';

/** The whole report: of one run, or of several side by side. */
export function App({ runs }: { readonly runs: readonly Run[] }) {
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const run = runs[at];
  if (run === undefined) return <p>This report holds no run.</p>;
  const choose = (index: number) => {
    setAt(index);
    setChosen(undefined);
  };
  return (
    <>
      <header>
        <p class="mode">BACKTEST</p>
        <h1>{runs.length === 1 ? run.label : `${runs.length} runs compared`}</h1>
        <p class="muted">{runs.length === 1 ? rangeOf(run) : runs.map(({ label }) => label).join(' · ')}</p>
      </header>
      <Figures runs={runs} />
      <Section title="Equity and drawdown">
        <EquityChart runs={runs} />
      </Section>
      {runs.length > 1 && <Choice runs={runs} at={at} choose={choose} />}
      {/* A chart is drawn once, so another run's is another chart. */}
      <div key={at}>
        {run.levels !== undefined && (
          <Section title="Candles and trades">
            <CandleChart run={run} levels={run.levels} chosen={chosen} />
          </Section>
        )}
        <Section title="Trades">
          <TradeTable trades={run.trades} choose={run.levels === undefined ? undefined : setChosen} />
        </Section>
        <Section title="Months">
          <Months run={run} />
        </Section>
        <Section title="Results of trades">
          <Distribution trades={run.trades} />
        </Section>
        <Section title="Reasons">
          <div class="columns">
            <Reasons title="Exits" rows={run.summary.metrics.exitReasons} />
            <Reasons title="Entries" rows={run.summary.metrics.entryReasons} />
          </div>
        </Section>
        <LeftOpen run={run} />
        <Refusals run={run} />
        <Sensitivity run={run} />
        <Gaps run={run} />
      </div>
      <Section title="Every figure">
        <MetricTable runs={runs} />
      </Section>
      <Section title="What was asked">
        <Configuration runs={runs} />
      </Section>
      <footer class="muted">
        <p>
          A backtest tells how rules would have done on these candles under these assumptions, and nothing about
          tomorrow. Times are UTC; money is in {run.summary.instrument.quote}.
        </p>
      </footer>
    </>
  );
}

function rangeOf({ summary: { instrument, interval, range, bot } }: Run): string {
  return `${instrument.name}, ${interval} minute candles, ${instant(range.start)} to ${instant(range.end)} UTC, ${range.candles} candles · bot ${bot.id}:${bot.name}`;
}

interface ChoiceProps {
  readonly runs: readonly Run[];
  readonly at: number;
  readonly choose: (index: number) => void;
}

/** Which run the sections below are of. */
function Choice({ runs, at, choose }: ChoiceProps) {
  return (
    <p class="choice" role="group" aria-label="Run shown below">
      {runs.map((run, index) => (
        <button key={run.label} type="button" aria-pressed={index === at} onClick={() => choose(index)}>
          <span class={`swatch series-${(index % 6) + 1}`} /> {run.label}
          <small class="muted"> {rangeOf(run)}</small>
        </button>
      ))}
    </p>
  );
}
