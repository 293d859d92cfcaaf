import { type NoticeKind, type NoticeSeverity, Secret, UsageError } from '@fathom/contracts';
import type { LogFormat } from '@fathom/notifications';
import { oneOf } from '../options/one-of.js';

/** The command line's part of it: texts. */
export interface WatchFlags {
  readonly metricsPort?: string;
  readonly metricsHost?: string;
  readonly logFormat?: string;
  readonly logKeep?: string;
}

/** The configuration's part of it: what of a bot's life people are told, and how its log is kept. */
export interface WatchSettings {
  readonly logFormat?: LogFormat | undefined;
  /** Days. */
  readonly logKeep?: string | undefined;
  readonly severity?: NoticeSeverity | undefined;
  readonly kinds?: readonly NoticeKind[] | undefined;
  readonly slack?:
    | { readonly channel?: string | undefined; readonly name?: string | undefined; readonly icon?: string | undefined }
    | undefined;
}

/** Where figures, messages and lines go. */
export interface WatchPlan {
  readonly statsd?: { readonly host: string; readonly port: number };
  readonly metrics?: { readonly host: string; readonly port: number; readonly token?: Secret };
  readonly slack?: {
    readonly webhook: Secret;
    readonly channel?: string;
    readonly name?: string;
    readonly icon?: string;
  };
  readonly webhook?: Secret;
  readonly severity: NoticeSeverity;
  readonly kinds?: readonly NoticeKind[];
  readonly log: { readonly format: LogFormat; readonly keepDays?: number };
  /** Everything that must stand in no line. */
  readonly secrets: readonly Secret[];
}

export const LOG_FORMATS = ['text', 'json'] as const satisfies readonly LogFormat[];
/** A century of logs. */
export const MOST_DAYS = 36_500;
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const satisfies readonly NoticeSeverity[];
export const KINDS = [
  'bot-started',
  'bot-stopped',
  'trade-opened',
  'trade-closed',
  'entry-refused',
  'order-unknown',
  'order-settled',
  'outage-begun',
  'outage-ended',
  'trading-halted',
  'trading-resumed',
  'daily-summary',
  'trouble',
] as const satisfies readonly NoticeKind[];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment before the configuration, the command line before both.
 * @throws {UsageError} for what is none of the things it may be; secrets are in no message.
 */
export function planWatch(flags: WatchFlags, env: Environment, settings: WatchSettings = {}): WatchPlan {
  const webhook = secretOf(env, 'NOTIFY_WEBHOOK_URL');
  const slackWebhook = secretOf(env, 'SLACK_WEBHOOK_URL');
  const token = secretOf(env, 'METRICS_TOKEN');
  const statsdHost = textOf(env, 'STATSD_HOST');
  const port = said(['--metrics-port', flags.metricsPort], ['METRICS_PORT', textOf(env, 'METRICS_PORT')]);
  if (flags.metricsHost !== undefined && port === undefined)
    throw new UsageError(`--metrics-host ${flags.metricsHost} needs --metrics-port`);
  const kinds =
    textOf(env, 'NOTIFY_KINDS')
      ?.split(',')
      .map((kind) => oneOf('NOTIFY_KINDS', kind.trim(), KINDS)) ?? settings.kinds;
  const keep = said(
    ['--log-keep', flags.logKeep],
    ['LOG_KEEP', textOf(env, 'LOG_KEEP')],
    ['logKeep', settings.logKeep],
  );
  const format = said(
    ['--log-format', flags.logFormat],
    ['LOG_FORMAT', textOf(env, 'LOG_FORMAT')],
    ['logFormat', settings.logFormat],
  );
  const channel = textOf(env, 'SLACK_CHANNEL') ?? settings.slack?.channel;
  const name = textOf(env, 'SLACK_NAME') ?? settings.slack?.name;
  const icon = textOf(env, 'SLACK_ICON') ?? settings.slack?.icon;
  return {
    ...(statsdHost !== undefined && {
      statsd: { host: statsdHost, port: numberOf('STATSD_PORT', textOf(env, 'STATSD_PORT') ?? '8125', 65_535) },
    }),
    ...(port !== undefined && {
      metrics: {
        host: flags.metricsHost ?? textOf(env, 'METRICS_HOST') ?? '127.0.0.1',
        port: numberOf(...port, 65_535),
        ...(token && { token }),
      },
    }),
    ...(slackWebhook && {
      slack: {
        webhook: slackWebhook,
        ...(channel !== undefined && { channel }),
        ...(name !== undefined && { name }),
        ...(icon !== undefined && { icon }),
      },
    }),
    ...(webhook && { webhook }),
    severity: oneOf('NOTIFY_SEVERITY', textOf(env, 'NOTIFY_SEVERITY') ?? settings.severity ?? 'info', SEVERITIES),
    ...(kinds && { kinds }),
    log: {
      format: format === undefined ? 'text' : oneOf(...format, LOG_FORMATS),
      ...(keep !== undefined && { keepDays: numberOf(...keep, MOST_DAYS) }),
    },
    secrets: [webhook, slackWebhook, token].filter((secret) => secret !== undefined),
  };
}

type Said = readonly [name: string, text: string];

/** The first that anybody said, and where: of the command line, of the environment, of the configuration. */
function said(...places: readonly (readonly [name: string, text: string | undefined])[]): Said | undefined {
  return places.find((place): place is Said => place[1] !== undefined);
}

function textOf(env: Environment, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}

function secretOf(env: Environment, name: string): Secret | undefined {
  const text = textOf(env, name);
  return text === undefined ? undefined : new Secret(text);
}

function numberOf(name: string, text: string, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= max)) throw new UsageError(`${name} ${text} is not a whole number from 0 to ${max}`);
  return value;
}
