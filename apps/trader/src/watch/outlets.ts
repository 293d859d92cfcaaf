import type { Clock, Logger, Metrics, Notifier, Scheduler } from '@fathom/contracts';
import {
  BOT_METRICS,
  fanOut,
  type Health,
  openPrometheus,
  openStatsd,
  Outbox,
  serveStatus,
  slack,
  webhook,
} from '@fathom/notifications';
import { LoopLag } from './loop-lag.js';
import type { WatchPlan } from './watch-plan.js';

/** How long what waits may take to go out when the process ends. */
const LAST_WORDS_MS = 5_000;

/** Where all bots of a process send figures and messages. */
export interface Outlets {
  /** Undefined when nobody listens: then nothing need be computed. */
  readonly metrics: Metrics | undefined;
  readonly notifier: Notifier | undefined;
  readonly lag: LoopLag | undefined;
  /** Sends what still waits, for some seconds at most. */
  close(): Promise<void>;
}

export interface OutletsOptions {
  readonly plan: WatchPlan;
  readonly time: Clock & Scheduler;
  readonly log: Logger;
  readonly health: () => Health;
}

/** @throws {UsageError} for a webhook that is none, a port that is taken, an interface that needs a token. */
export async function openOutlets({ plan, time, log, health }: OutletsOptions): Promise<Outlets> {
  const closing: (() => Promise<void> | void)[] = [];
  const onTrouble = (line: string) => log.warn(line);
  try {
    const metrics: Metrics[] = [];
    if (plan.statsd !== undefined) {
      const statsd = await openStatsd({ ...plan.statsd, time, onTrouble });
      metrics.push(statsd);
      closing.push(() => statsd.close());
      log.info(`Figures go to StatsD at ${plan.statsd.host}:${plan.statsd.port}`);
    }
    if (plan.metrics !== undefined) {
      const prometheus = await openPrometheus({ definitions: BOT_METRICS, isWithProcess: true });
      const server = await serveStatus({ ...plan.metrics, metrics: prometheus, health });
      metrics.push(prometheus);
      closing.push(() => server.close());
      log.info(`Figures for Prometheus: ${server.url}/metrics, health: ${server.url}/healthz`);
    }
    const boxes = await outboxes(plan, time, onTrouble);
    for (const box of boxes) closing.push(() => box.close(LAST_WORDS_MS));
    const lag = metrics.length === 0 ? undefined : new LoopLag(time);
    closing.push(() => lag?.close());
    return {
      metrics: metrics.length === 0 ? undefined : fanOut(metrics),
      lag,
      notifier: boxes.length === 0 ? undefined : { notify: (notice) => boxes.forEach((box) => box.notify(notice)) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }

  async function close(): Promise<void> {
    await Promise.all(closing.map(async (end) => end()));
  }
}

async function outboxes(
  plan: WatchPlan,
  time: Clock & Scheduler,
  onTrouble: (line: string) => void,
): Promise<Outbox[]> {
  const common = { time, onTrouble, minSeverity: plan.severity, ...(plan.kinds && { kinds: plan.kinds }) };
  const boxes: Outbox[] = [];
  if (plan.slack !== undefined) {
    const { name, ...rest } = plan.slack;
    const deliver = await slack({ ...rest, ...(name !== undefined && { username: name }), clock: time });
    boxes.push(new Outbox({ ...common, name: 'Slack', deliver }));
  }
  if (plan.webhook !== undefined) {
    boxes.push(
      new Outbox({ ...common, name: 'the webhook', deliver: webhook({ address: plan.webhook, clock: time }) }),
    );
  }
  return boxes;
}
