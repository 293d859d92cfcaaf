import {
  type Clock,
  type Metrics,
  type MetricsEvent,
  type MetricTags,
  type Scheduler,
  UsageError,
} from '@fathom/contracts';
import type { StatsD } from 'hot-shots';
import { Datagrams, type DatagramsOptions } from './datagrams.js';

/** Where agents of StatsD and Datadog listen. */
const PORT = 8125;

/** What `openStatsd` needs. */
export interface StatsdOptions {
  /** A name or an address. */
  readonly host: string;
  /** 8125. */
  readonly port?: number;
  /** Sent with everything. */
  readonly tags?: MetricTags;
  readonly time: Clock & Scheduler;
  /** Finds the address of a name; the system's. */
  readonly lookup?: DatagramsOptions['lookup'];
  /** Told in one line when the receiver is gone, and when it is back. */
  readonly onTrouble: (line: string) => void;
}

/** Figures that go to a StatsD or Datadog agent. */
export interface StatsdMetrics extends Metrics {
  close(): void;
}

/**
 * Sends every figure as a UDP datagram of its own in the DogStatsD form (`name:value|type|#tag:value`), events as `_e{…}`.
 * The wire format is hot-shots'; the socket is our own, which notices a receiver that is gone.
 * @throws {UsageError} for a port that is none.
 */
export async function openStatsd({
  host,
  port = PORT,
  tags,
  time,
  lookup,
  onTrouble,
}: StatsdOptions): Promise<StatsdMetrics> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`StatsD port ${port} is not 1 to 65535`);
  const { StatsD: Client } = await import('hot-shots');
  const datagrams = new Datagrams({ host, port, time, onTrouble, ...(lookup && { lookup }) });
  const client = new Client({
    protocol: 'stream',
    stream: datagrams,
    ...(tags && { globalTags: textTags(tags) }),
    // Nothing of a stream of ours fails; hot-shots prints what nobody handles.
    errorHandler: () => undefined,
  });
  return new HotShots(client, () => datagrams.destroy());
}

class HotShots implements StatsdMetrics {
  readonly #client: StatsD;
  readonly #end: () => void;
  #isClosed = false;

  constructor(client: StatsD, end: () => void) {
    this.#client = client;
    this.#end = end;
  }

  count(name: string, delta = 1, tags: MetricTags = {}): void {
    if (this.#takes(delta) && delta !== 0) this.#client.increment(bytes(name), delta, textTags(tags));
  }

  gauge(name: string, value: number, tags: MetricTags = {}): void {
    if (!this.#takes(value)) return;
    // A sign makes an agent add to the gauge instead of setting it; zero first, as StatsD's own documentation says.
    if (value < 0) this.#client.gauge(bytes(name), 0, textTags(tags));
    this.#client.gauge(bytes(name), value, textTags(tags));
  }

  histogram(name: string, value: number, tags: MetricTags = {}): void {
    if (this.#takes(value)) this.#client.histogram(bytes(name), value, textTags(tags));
  }

  event({ title, text, severity, tags = {} }: MetricsEvent): void {
    if (!this.#isClosed) this.#client.event(bytes(title), bytes(text), { alert_type: severity }, textTags(tags));
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  #takes(value: number): boolean {
    return !this.#isClosed && Number.isFinite(value);
  }
}

function textTags(tags: MetricTags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [bytes(name), bytes(String(value))]));
}

/** A character a byte: the lengths an event begins with are bytes, and hot-shots counts characters. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
