import { money, NONE, percent } from '../shared/format.js';
import type { Run } from './read-runs.js';

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Change of equity by month and year; the darker, the more. */
export function Months({ run }: { readonly run: Run }) {
  const { months } = run.summary.metrics;
  const byPeriod = new Map(months.map((month) => [month.period, month]));
  const years = [...new Set(months.map(({ period }) => period.slice(0, 4)))];
  const largest = Math.max(1e-9, ...months.map(({ returnPercent }) => Math.abs(returnPercent ?? 0)));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Returns by month">
      <table class="months">
        <thead>
          <tr>
            <th scope="col">Year</th>
            {NAMES.map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col" class="number">
              Year
            </th>
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {NAMES.map((name, index) => {
                const month = byPeriod.get(`${year}-${String(index + 1).padStart(2, '0')}`);
                if (month === undefined) return <td key={name} />;
                const change = month.returnPercent ?? 0;
                return (
                  <td
                    key={name}
                    class={`number heat ${change < 0 ? 'falls' : 'rises'}`}
                    style={{ '--share': (Math.abs(change) / largest).toFixed(3) }}
                    title={`${month.period}: ${month.trades} trades, ${month.wins} won, profit ${money(month.profit)}, equity at its end ${money(month.endEquity)}`}
                  >
                    {month.returnPercent === null ? NONE : percent(month.returnPercent)}
                  </td>
                );
              })}
              <td class="number">{percent(ofYear(year, months))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The months' returns one after the other; null when any of them is not known. */
function ofYear(year: string, months: Run['summary']['metrics']['months']): number | null {
  let growth = 1;
  for (const { period, returnPercent } of months) {
    if (!period.startsWith(year)) continue;
    if (returnPercent === null) return null;
    growth *= 1 + returnPercent / 100;
  }
  return (growth - 1) * 100;
}
