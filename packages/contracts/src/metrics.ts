/** What a figure is about, by name: `pair`, `bot_name` … */
export type MetricTags = Readonly<Record<string, string | number>>;

/** Something that happened once, for a timeline beside the figures. */
export interface MetricsEvent {
  /** A line: `Order Open`. */
  readonly title: string;
  readonly text: string;
  readonly severity: 'info' | 'success' | 'warning' | 'error';
  readonly tags?: MetricTags;
}

/**
 * Where figures go. Names are dotted and lower-case (`order.latency_ms`), the unit last where it has one. No call throws or
 * waits, whatever has become of the receiver: a figure that cannot be delivered is lost. A value that is not finite is
 * not sent.
 */
export interface Metrics {
  /** Adds `delta` (1) to what was counted so far; it may be negative or a fraction. */
  count(name: string, delta?: number, tags?: MetricTags): void;
  /** It is `value` from now on. */
  gauge(name: string, value: number, tags?: MetricTags): void;
  /** One observation of many. */
  histogram(name: string, value: number, tags?: MetricTags): void;
  event(event: MetricsEvent): void;
}

/** What a figure means, for receivers and dashboards that must know before the first one arrives. */
export interface MetricDefinition {
  readonly name: string;
  /** `sum`: counted as a counter is, but it may also fall. */
  readonly kind: 'counter' | 'sum' | 'gauge' | 'histogram';
  /** One sentence without a full stop, with the unit. */
  readonly help: string;
  /** Tags a series may be told apart by: few values each. */
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's classes, rising; without them only sum, count and the last value are kept. */
  readonly buckets?: readonly number[];
}
