import type { MetricDefinition, Metrics, MetricTags } from '@fathom/contracts';
import type { Registry } from 'prom-client';
import { type Family, type FamilyMaker, familyMaker } from './prometheus-family.js';

/** A name or a tag with endless values must not eat the memory of a process that runs for months. */
const MAX_SERIES = 5_000;
/** What tells series of a figure apart that nobody defined, a strategy's own say. */
const USUAL_LABELS = ['pair', 'bot_name', 'bot_id'];
const DROPPED: MetricDefinition = {
  name: 'metrics.dropped',
  kind: 'counter',
  help: 'Figures not kept because there are too many names or tag values',
  labels: [],
};

/** What `openPrometheus` needs. */
export interface PrometheusOptions {
  /** Known before the first figure comes; others are taken as they come. */
  readonly definitions: readonly MetricDefinition[];
  /** Also figures of the process itself: memory, CPU, event loop, garbage collection. */
  readonly isWithProcess?: boolean;
}

/** Figures as Prometheus reads them. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string;
  /** Everything as it stands now, in the text format. */
  text(): Promise<string>;
}

/**
 * Keeps figures for Prometheus. `open.order` becomes `fathom_open_order_total`: dots are underscores, counters end in
 * `_total`. Only tags a definition names as labels are kept. A histogram without buckets has sum, count and, with `_last`
 * at the end, its last value. Events are not figures and are not kept.
 */
export async function openPrometheus({
  definitions,
  isWithProcess = false,
}: PrometheusOptions): Promise<PrometheusMetrics> {
  const { default: client } = await import('prom-client');
  const registry = new client.Registry();
  if (isWithProcess) client.collectDefaultMetrics({ register: registry });
  const kept = new KeptMetrics(registry, familyMaker(client, registry));
  for (const definition of [DROPPED, ...definitions]) kept.define(definition);
  return kept;
}

class KeptMetrics implements PrometheusMetrics {
  readonly #registry: Registry;
  readonly #make: FamilyMaker;
  readonly #families = new Map<string, Family>();
  readonly #series = new Set<string>();

  constructor(registry: Registry, make: FamilyMaker) {
    this.#registry = registry;
    this.#make = make;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  define(definition: MetricDefinition): Family {
    const family = this.#make(definition);
    this.#families.set(definition.name, family);
    return family;
  }

  count(name: string, delta = 1, tags: MetricTags = {}): void {
    this.#tell(name, 'sum', delta, tags);
  }

  gauge(name: string, value: number, tags: MetricTags = {}): void {
    this.#tell(name, 'gauge', value, tags);
  }

  histogram(name: string, value: number, tags: MetricTags = {}): void {
    this.#tell(name, 'histogram', value, tags);
  }

  event(): void {
    // There is no place for them in the format.
  }

  #tell(name: string, kind: MetricDefinition['kind'], value: number, tags: MetricTags): void {
    if (!Number.isFinite(value)) return;
    const known = this.#families.get(name);
    if (known === undefined && this.#series.size >= MAX_SERIES) return this.#dropped();
    const family = known ?? this.define({ name, kind, help: 'Not described', labels: USUAL_LABELS });
    const labels: Record<string, string> = {};
    let series = name;
    for (const label of family.labels) {
      labels[label] = String(tags[label] ?? '');
      series += `\n${labels[label]}`;
    }
    if (!this.#series.has(series)) {
      if (this.#series.size >= MAX_SERIES) return this.#dropped();
      this.#series.add(series);
    }
    family.tell(value, labels);
  }

  #dropped(): void {
    this.#families.get(DROPPED.name)?.tell(1, {});
  }
}
