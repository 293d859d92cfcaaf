import type { MetricDefinition } from '@fathom/contracts';
import type PromClient from 'prom-client';
import type { Registry } from 'prom-client';

/** All series of one name. */
export interface Family {
  readonly labels: readonly string[];
  tell(value: number, labels: Record<string, string>): void;
}

export type FamilyMaker = (definition: MetricDefinition) => Family;

/** What Prometheus calls a figure: `open.order` is `fathom_open_order_total`. */
export function prometheusName({ name, kind }: Pick<MetricDefinition, 'name' | 'kind'>): string {
  const plain = `fathom_${name.replace(/[^a-zA-Z0-9_]/g, '_')}`;
  return kind === 'counter' && !plain.endsWith('_total') ? `${plain}_total` : plain;
}

/** Makes families that live in `registry`. */
export function familyMaker(client: typeof PromClient, registry: Registry): FamilyMaker {
  const registers = [registry];
  return (definition) => {
    const labelNames = [...definition.labels];
    const common = { name: prometheusName(definition), help: definition.help, labelNames, registers };
    return { labels: labelNames, tell: teller(client, definition, common) };
  };
}

interface Common {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
}

function teller(client: typeof PromClient, { kind, buckets }: MetricDefinition, common: Common): Family['tell'] {
  if (kind === 'counter') {
    const counter = new client.Counter(common);
    return (value, labels) => {
      if (value > 0) counter.inc(labels, value);
    };
  }
  if (kind === 'sum') {
    const sum = new client.Gauge(common);
    return (value, labels) => sum.inc(labels, value);
  }
  if (kind === 'gauge') {
    const gauge = new client.Gauge(common);
    return (value, labels) => gauge.set(labels, value);
  }
  if (buckets !== undefined) {
    const histogram = new client.Histogram({ ...common, buckets: [...buckets] });
    return (value, labels) => histogram.observe(labels, value);
  }
  const summary = new client.Summary({ ...common, percentiles: [] });
  const last = new client.Gauge({ ...common, name: `${common.name}_last`, help: `${common.help}: the last` });
  return (value, labels) => {
    summary.observe(labels, value);
    last.set(labels, value);
  };
}
