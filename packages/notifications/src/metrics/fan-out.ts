import type { Metrics, MetricsEvent, MetricTags } from '@fathom/contracts';

/** Hands every figure to each of `receivers`; one that fails does not keep it from the others, nor from the caller. */
export function fanOut(receivers: readonly Metrics[]): Metrics {
  return new FanOut(receivers);
}

class FanOut implements Metrics {
  readonly #receivers: readonly Metrics[];

  constructor(receivers: readonly Metrics[]) {
    this.#receivers = receivers;
  }

  count(name: string, delta = 1, tags: MetricTags = {}): void {
    this.#each((receiver) => receiver.count(name, delta, tags));
  }

  gauge(name: string, value: number, tags: MetricTags = {}): void {
    this.#each((receiver) => receiver.gauge(name, value, tags));
  }

  histogram(name: string, value: number, tags: MetricTags = {}): void {
    this.#each((receiver) => receiver.histogram(name, value, tags));
  }

  event(event: MetricsEvent): void {
    this.#each((receiver) => receiver.event(event));
  }

  #each(tell: (receiver: Metrics) => void): void {
    for (const receiver of this.#receivers) {
      try {
        tell(receiver);
      } catch {
        // A port that throws breaks its promise; trading goes on all the same.
      }
    }
  }
}

/** The same receiver, told `tags` with everything; a figure's own tags win. */
export function withTags(metrics: Metrics, tags: MetricTags): Metrics {
  return {
    count: (name, delta, own) => metrics.count(name, delta, { ...tags, ...own }),
    gauge: (name, value, own) => metrics.gauge(name, value, { ...tags, ...own }),
    histogram: (name, value, own) => metrics.histogram(name, value, { ...tags, ...own }),
    event: (event) => metrics.event({ ...event, tags: { ...tags, ...event.tags } }),
  };
}
