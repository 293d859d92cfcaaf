import { type Candle, Decimal, type Interval, INTERVALS } from '@fathom/contracts';
import { RiskLimits } from '@fathom/contracts/risk-limits';
import type { CandleOrigin } from '@fathom/candles';
import type { GuardOptions, MarginOptions, Sizing } from '@fathom/engine';

/** Where stops and targets waited. */
type RecordedGuards = Omit<GuardOptions, 'isSimulated'>;

/** What a run of a bot was made of, as far as a backtest needs it. */
export interface RunHeader {
  /** When it began, by the exchange's clock, milliseconds since 1970 UTC. */
  readonly startsAt: number;
  readonly botId: string;
  readonly pair: string;
  readonly interval: Interval;
  readonly strategy: string;
  readonly config: Record<string, unknown>;
  readonly sizing: Sizing;
  readonly limits?: RiskLimits;
  readonly margin?: MarginOptions;
  readonly guards?: RecordedGuards;
  readonly takerPercent: Decimal;
  readonly makerPercent: Decimal;
}

/** One line of a session's record. */
export type SessionLine =
  | { readonly type: 'run'; readonly run: RunHeader }
  | {
      readonly type: 'candle';
      readonly candle: Candle;
      readonly origin: CandleOrigin;
      readonly isLate: boolean;
      readonly isDecided: boolean;
    }
  /** A market trade. */
  | { readonly type: 'trade'; readonly time: number; readonly price: number; readonly quantity: string }
  /** Best prices of the book. */
  | { readonly type: 'top'; readonly time: number; readonly bid: number; readonly ask: number };

/** Short, since there are many: a letter, and what follows in a fixed order. */
export function lineOf(line: SessionLine): string {
  return `${JSON.stringify(compact(line))}\n`;
}

function compact(line: SessionLine): readonly unknown[] {
  switch (line.type) {
    case 'run':
      return ['run', 1, line.run];
    case 'candle': {
      const { openTime, open, high, low, close, volume, trades } = line.candle;
      const row = [openTime, open, high, low, close, volume, trades];
      return ['c', ...row, line.origin, line.isLate ? 1 : 0, line.isDecided ? 1 : 0];
    }
    case 'trade':
      return ['t', line.time, line.price, line.quantity];
    case 'top':
      return ['b', line.time, line.bid, line.ask];
    default:
      return line satisfies never;
  }
}

/** Undefined for what is no such line: the last one of a process that was killed may be half written. */
export function parseLine(text: string): SessionLine | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(fields)) return undefined;
  const [kind, ...rest]: readonly unknown[] = fields;
  switch (kind) {
    case 'run':
      return rest[0] === 1 ? runOf(rest[1]) : undefined;
    case 'c':
      return candleOf(rest);
    case 't': {
      const [time, price] = numbers(rest);
      return time === undefined || price === undefined
        ? undefined
        : { type: 'trade', time, price, quantity: String(rest[2]) };
    }
    case 'b': {
      const [time, bid, ask] = numbers(rest);
      return time === undefined || bid === undefined || ask === undefined ? undefined : { type: 'top', time, bid, ask };
    }
    default:
      return undefined;
  }
}

const ORIGINS: readonly CandleOrigin[] = ['history', 'live', 'partial', 'filled'];

function candleOf(fields: readonly unknown[]): SessionLine | undefined {
  const [openTime, open, high, low, close, volume, trades] = numbers(fields);
  const origin = ORIGINS.find((known) => known === fields[7]);
  if (openTime === undefined || open === undefined || high === undefined || low === undefined) return undefined;
  if (close === undefined || volume === undefined || trades === undefined || origin === undefined) return undefined;
  const candle = { openTime, open, high, low, close, volume, trades };
  return { type: 'candle', candle, origin, isLate: fields[8] === 1, isDecided: fields[9] === 1 };
}

function runOf(value: unknown): SessionLine | undefined {
  if (!isRecord(value)) return undefined;
  const { startsAt, botId, pair, strategy, config } = value;
  const interval = INTERVALS.find((known) => known === value['interval']);
  const sizing = sizingOf(value['sizing']);
  if (typeof startsAt !== 'number' || interval === undefined || sizing === undefined) return undefined;
  const limits = RiskLimits.safeParse(value['limits']);
  const margin = marginOf(value['margin']);
  return {
    type: 'run',
    run: {
      startsAt,
      interval,
      sizing,
      ...(limits.success && { limits: limits.data }),
      ...(margin && { margin }),
      ...(isRecord(value['guards']) && { guards: guardsOf(value['guards']) }),
      botId: String(botId),
      pair: String(pair),
      strategy: String(strategy),
      config: isRecord(config) ? { ...config } : {},
      takerPercent: Decimal.parse(String(value['takerPercent'])),
      makerPercent: Decimal.parse(String(value['makerPercent'])),
    },
  };
}

function sizingOf(value: unknown): Sizing | undefined {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'quantity') return { type: 'quantity', quantity: Decimal.parse(String(value['quantity'])) };
  const { fraction } = value;
  return typeof fraction === 'number' ? { type: 'equity-fraction', fraction } : undefined;
}

function marginOf(value: unknown): MarginOptions | undefined {
  if (!isRecord(value) || typeof value['leverage'] !== 'number') return undefined;
  return { leverage: value['leverage'], longs: value['longs'] === true };
}

function guardsOf({ place, resting }: Readonly<Record<string, unknown>>): RecordedGuards {
  return {
    ...((place === 'exchange' || place === 'bot') && { place }),
    ...((resting === 'stop' || resting === 'target') && { resting }),
  };
}

/** The numbers that stand at the beginning. */
function numbers(fields: readonly unknown[]): number[] {
  const found: number[] = [];
  for (const field of fields) {
    if (typeof field !== 'number') break;
    found.push(field);
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
