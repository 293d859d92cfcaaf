import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BOT_METRICS, prometheusName } from '@fathom/notifications';
import { strategies } from '@fathom/strategies';
import { candlesOf, randomWalk } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';

// Dashboards and guides name figures; those must be the ones the code sends.

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const names = new Set(BOT_METRICS.map(({ name }) => name));

/** Every text of a JSON value. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

describe('the dashboard', () => {
  it('of Grafana shows figures that there are', () => {
    const known = new Set(
      BOT_METRICS.flatMap((definition) => {
        const name = prometheusName(definition);
        if (definition.kind !== 'histogram') return [name];
        const parts = definition.buckets === undefined ? ['_sum', '_count', '_last'] : ['_sum', '_count', '_bucket'];
        return parts.map((part) => `${name}${part}`);
      }),
    );
    const shown = texts(JSON.parse(read('deploy/dashboards/grafana.json'))).flatMap(
      (text) => text.match(/\bfathom_[a-z0-9_]+/g) ?? [],
    );
    expect(shown.length).toBeGreaterThan(20);
    for (const name of shown) expect(known).toContain(name);
  });

  it('of Datadog shows figures that there are', () => {
    const shown = texts(JSON.parse(read('deploy/dashboards/datadog.json'))).flatMap((text) =>
      [...text.matchAll(/\b(?:avg|sum|min|max):([a-z_.]+?)(?:\.(?:avg|max|min|median|count|\d+percentile))?\{/g)].map(
        ([, name = '']) => name,
      ),
    );
    expect(shown.length).toBeGreaterThan(20);
    for (const name of shown) expect(names).toContain(name);
  });
});

describe('the operations guide', () => {
  it('names figures and messages that there are', () => {
    const guide = read('docs/operations.md');
    const named = [...guide.matchAll(/^\| `([a-z_.]+)` +\|/gm)]
      .map(([, name = '']) => name)
      .filter((name) => name.includes('.'));
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(names).toContain(name);
  });
});

describe('indicators of our strategies', () => {
  it.each(strategies.map((definition) => [definition.name, definition] as const))('%s are defined', (_, definition) => {
    const strategy = definition.create(definition.schema.parse({}));
    for (const candle of candlesOf(randomWalk({ length: 30, interval: 5, seed: 1 }))) {
      strategy.onCandle(candle, { open: [], pending: [], pendingEntries: 0 });
    }
    for (const name of Object.keys(strategy.indicators?.() ?? {})) expect(names).toContain(name);
  });
});
