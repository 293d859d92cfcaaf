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

/** Where a bot's figures and messages go. Undefined when nobody listens: then nothing need be computed. */
export interface BotOutlets {
  readonly metrics: Metrics | undefined;
  readonly lag: LoopLag | undefined;
  readonly notifier: Notifier | undefined;
}

/** Where all bots of a process send figures and messages. */
export interface Outlets extends Omit<BotOutlets, 'notifier'> {
  /**
   * Bots of one configuration share an outbox, which keeps the pace of its receiver. Trouble with it is told to the log of
   * the first.
   * @throws {UsageError} for a webhook that is none.
   */
  notifierFor(plan: WatchPlan, log: Logger): Promise<Notifier | undefined>;
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
  const notifiers = new Map<string, Promise<Notifier | undefined>>();
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
    const lag = metrics.length === 0 ? undefined : new LoopLag(time);
    closing.push(() => lag?.close());
    return {
      metrics: metrics.length === 0 ? undefined : fanOut(metrics),
      lag,
      notifierFor,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }

  function notifierFor(of: WatchPlan, own: Logger): Promise<Notifier | undefined> {
    const { slack: channel, webhook: address, severity, kinds } = of;
    const key = JSON.stringify([channel, address?.reveal(), severity, kinds]);
    const known = notifiers.get(key) ?? outboxes(of, time, (line) => own.warn(line)).then(notifying);
    notifiers.set(key, known);
    return known;
  }

  function notifying(boxes: readonly Outbox[]): Notifier | undefined {
    for (const box of boxes) closing.push(() => box.close(LAST_WORDS_MS));
    return boxes.length === 0 ? undefined : { notify: (notice) => boxes.forEach((box) => box.notify(notice)) };
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
