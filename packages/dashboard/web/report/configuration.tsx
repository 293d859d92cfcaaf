import type { Run } from './read-runs.js';

/** What each run was asked for, a column each; what differs stands out. */
export function Configuration({ runs }: { readonly runs: readonly Run[] }) {
  const all = runs.map(settingsOf);
  const names = [...new Set(all.flatMap((settings) => [...settings.keys()]))];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Configuration">
      <table>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {runs.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const values = all.map((settings) => settings.get(name) ?? '');
            return (
              <tr key={name} class={new Set(values).size > 1 ? 'differs' : undefined}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={runs[index]?.label}>{value}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function settingsOf({ summary }: Run): Map<string, string> {
  const { strategy, instrument, interval, options, range } = summary;
  return new Map([
    ['strategy', strategy.name],
    ['pair', `${instrument.name} (${instrument.id})`],
    ['interval', `${interval} minutes`],
    ['start', range.start],
    ['end', range.end],
    ...Object.entries(options).map(([name, value]): [string, string] => [name, textOf(value)]),
    ...Object.entries(strategy.config).map(([name, value]): [string, string] => [
      `${strategy.name}.${name}`,
      textOf(value),
    ]),
  ]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
