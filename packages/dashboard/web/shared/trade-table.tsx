import { useMemo, useState } from 'preact/hooks';
import type { TradeColumns } from '../../src/report/report-data.js';
import { instant, money, percent, tone } from './format.js';
import { sortedRows, type TradeOrder } from './trade-rows.js';

const PAGE = 25;

const COLUMNS: readonly { readonly title: string; readonly by: TradeOrder['by']; readonly isNumber?: boolean }[] = [
  { title: 'Opened', by: 'openedAt' },
  { title: 'Closed', by: 'closedAt' },
  { title: 'Side', by: 'side' },
  { title: 'Quantity', by: 'quantity', isNumber: true },
  { title: 'Entry', by: 'entryPrice', isNumber: true },
  { title: 'Exit', by: 'exitPrice', isNumber: true },
  { title: 'Fees', by: 'fees', isNumber: true },
  { title: 'Profit', by: 'profit', isNumber: true },
  { title: 'Profit %', by: 'profitPercent', isNumber: true },
  { title: 'Entered for', by: 'entryReason' },
  { title: 'Left for', by: 'exitReason' },
];

interface TradeTableProps {
  readonly trades: TradeColumns;
  /** Shows a trade in the chart; undefined without one. */
  readonly choose: ((row: number) => void) | undefined;
}

/** Every closed trade, a page at a time; sorted by any column, filtered by any text in it. */
export function TradeTable({ trades, choose }: TradeTableProps) {
  const [order, setOrder] = useState<TradeOrder>({ by: 'closedAt', isDescending: false });
  const [wanted, setWanted] = useState('');
  const [page, setPage] = useState(0);
  const rows = useMemo(() => sortedRows(trades, order, wanted), [trades, order, wanted]);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const current = Math.min(page, pages - 1);
  const sortBy = (by: TradeOrder['by']) => {
    setOrder({ by, isDescending: order.by === by && !order.isDescending });
    setPage(0);
  };
  return (
    <>
      <p class="tools">
        <label>
          Filter{' '}
          <input
            type="search"
            value={wanted}
            placeholder="stopLoss, long, 2021-03 …"
            onInput={(event) => {
              setWanted(event.currentTarget.value);
              setPage(0);
            }}
          />
        </label>
        <span class="muted">
          {rows.length} of {trades.id.length} trades
        </span>
        <span class="pages">
          <button type="button" disabled={current === 0} onClick={() => setPage(current - 1)}>
            Earlier
          </button>
          <span>
            {current + 1} / {pages}
          </span>
          <button type="button" disabled={current >= pages - 1} onClick={() => setPage(current + 1)}>
            Later
          </button>
        </span>
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Trades">
        <table class="trades">
          <thead>
            <tr>
              {COLUMNS.map(({ title, by, isNumber }) => (
                <th
                  key={by}
                  scope="col"
                  class={isNumber === true ? 'number' : undefined}
                  aria-sort={ariaSort(by, order)}
                >
                  <button type="button" onClick={() => sortBy(by)}>
                    {title}
                    {order.by === by && (order.isDescending ? ' ↓' : ' ↑')}
                  </button>
                </th>
              ))}
              {choose !== undefined && (
                <th scope="col">
                  <span class="hidden">Chart</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.slice(current * PAGE, current * PAGE + PAGE).map((row) => (
              <tr key={trades.id[row]}>
                <td>{instant(trades.openedAt[row])}</td>
                <td>{instant(trades.closedAt[row])}</td>
                <td>{trades.side[row]}</td>
                <td class="number">{trades.quantity[row]}</td>
                <td class="number">{trades.entryPrice[row]}</td>
                <td class="number">{trades.exitPrice[row]}</td>
                <td class="number">{money(trades.fees[row])}</td>
                <td class={`number ${tone(trades.profit[row]) ?? ''}`}>{money(trades.profit[row])}</td>
                <td class={`number ${tone(trades.profit[row]) ?? ''}`}>{percent(trades.profitPercent[row])}</td>
                <td>{trades.entryReason[row]}</td>
                <td>{trades.exitReason[row]}</td>
                {choose !== undefined && (
                  <td>
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Show the trade of ${instant(trades.openedAt[row])} in the chart`}
                      onClick={() => choose(row)}
                    >
                      chart
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function ariaSort(by: TradeOrder['by'], order: TradeOrder): 'ascending' | 'descending' | 'none' {
  if (order.by !== by) return 'none';
  return order.isDescending ? 'descending' : 'ascending';
}
