import { duration, instant, money, percent, tone } from '../shared/format.js';
import type { Run } from './read-runs.js';
import { Section } from './section.tsx';

type ReasonRows = Run['summary']['metrics']['exitReasons'];

/** Rows of text; the columns after `left` are numbers. */
function Table({
  name,
  head,
  left,
  rows,
}: {
  readonly name: string;
  readonly head: readonly string[];
  readonly left: number;
  readonly rows: readonly (readonly string[])[];
}) {
  const side = (column: number) => (column < left ? undefined : 'number');
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={name}>
      <table>
        <thead>
          <tr>
            {head.map((title, column) => (
              <th key={title} scope="col" class={side(column)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={head[column]} class={side(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What trades came to by why they began or ended, with a bar for each reason's profit. */
export function Reasons({ title, rows }: { readonly title: string; readonly rows: ReasonRows }) {
  const largest = Math.max(1e-9, ...rows.map(({ profit }) => Math.abs(Number(profit))));
  return (
    <div>
      <h3>{title}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              {['Reason', 'Trades', 'Won', 'Profit', '', 'Average', 'Duration'].map((head, column) => (
                <th key={head} scope="col" class={column === 0 ? undefined : 'number'}>
                  {head === '' ? <span class="hidden">Bar</span> : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.reason}>
                <th scope="row">{row.reason}</th>
                <td class="number">{row.trades}</td>
                <td class="number">{row.wins}</td>
                <td class={`number ${tone(row.profit) ?? ''}`}>{money(row.profit)}</td>
                <td class="bar-cell">
                  <span
                    class={`bar ${tone(row.profit) ?? ''}`}
                    style={{ width: `${(100 * Math.abs(Number(row.profit))) / largest}%` }}
                  />
                </td>
                <td class="number">{percent(row.averageProfitPercent)}</td>
                <td class="number">{duration(row.averageDurationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

export function LeftOpen({ run: { summary } }: { readonly run: Run }) {
  const { openTrades } = summary;
  if (openTrades.length === 0) return null;
  return (
    <Section title="Left open, valued at the last close">
      <Table
        name="Trades left open"
        head={['Opened', 'Side', 'Reason', 'Quantity', 'Entry', 'Last', 'Profit', 'Profit %']}
        left={3}
        rows={openTrades.map((trade) => [
          instant(trade.openedAt),
          trade.side,
          trade.entryReason,
          trade.quantity,
          trade.entryPrice,
          trade.lastPrice,
          money(trade.profit),
          percent(trade.profitPercent),
        ])}
      />
    </Section>
  );
}

export function Refusals({ run: { summary } }: { readonly run: Run }) {
  if (summary.refusals.length === 0) return null;
  return (
    <Section title="Entries without a trade">
      <Table
        name="Entries without a trade"
        head={['Why', 'The last of them', 'Entries']}
        left={2}
        rows={summary.refusals.map(({ rule, entries, example }) => [rule, example, String(entries)])}
      />
    </Section>
  );
}

export function Sensitivity({ run: { summary } }: { readonly run: Run }) {
  const { sensitivity, metrics } = summary;
  if (sensitivity === undefined) return null;
  return (
    <Section title="Under other assumptions">
      <Table
        name="Sensitivity"
        head={['Assumption', 'Trades', 'Final equity', 'Profit', 'Drawdown']}
        left={1}
        rows={[{ name: 'as asked', ...metrics }, ...sensitivity].map((one) => [
          one.name,
          String(one.totalTrades),
          money(one.finalEquity),
          percent(one.profitPercent),
          percent(one.maxDrawdownPercent),
        ])}
      />
    </Section>
  );
}

/** Rows of gaps shown; the rest is counted. */
const GAPS = 200;

export function Gaps({ run: { summary, gaps } }: { readonly run: Run }) {
  if (summary.range.gaps === 0) return null;
  return (
    <Section title="Gaps in the data">
      <p>
        {summary.range.gaps} stretches without candles; {summary.range.missingCandles} candles are missing. No order
        fills in a gap, and indicators do not see it.
      </p>
      {gaps !== undefined && (
        <Table
          name="Gaps in the data"
          head={['First missing', 'There again', 'Candles']}
          left={2}
          rows={gaps
            .slice(0, GAPS)
            .map(([from, until]) => [
              instant(from),
              instant(until),
              String(Math.round((until - from) / (summary.interval * 60_000))),
            ])}
        />
      )}
      {gaps !== undefined && gaps.length > GAPS && <p class="muted">and {gaps.length - GAPS} more</p>}
    </Section>
  );
}
