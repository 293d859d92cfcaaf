import type { Run } from './read-runs.js';
import { METRICS } from './metric-list.js';

/** Every figure with its definition, a column for each run. */
export function MetricTable({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Every figure">
      <table class="metrics">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {runs.map(({ label }) => (
              <th key={label} scope="col" class="number">
                {label}
              </th>
            ))}
            <th scope="col" class="wide">
              Means
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(METRICS).map(([key, { label, definition, show }]) => (
            <tr key={key} title={definition}>
              <th scope="row">
                {label}
                <small class="narrow muted">{definition}</small>
              </th>
              {runs.map((run) => (
                <td key={run.label} class="number">
                  {show(run.summary.metrics)}
                </td>
              ))}
              <td class="wide muted">{definition}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
