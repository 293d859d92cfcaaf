import { Decimal, intervalMs, type LedgerEvent } from '@fathom/contracts';
import { Backtest } from '../backtest.js';
import type { BacktestOptions } from '../backtest-options.js';
import { type Cause, type CauseKind, CAUSES, causesBetween } from './cause.js';
import { Entries, whyOneSided } from './one-sided.js';
import { type SeenSession, seenCandles } from './seen-session.js';
import { type TradeLegs, tradesOf } from './trade-legs.js';

/** One decision, and what it came to on both sides. */
export interface DivergenceRow {
  readonly tradeId: string;
  /** The close of the candle it was decided on, milliseconds since 1970 UTC. */
  readonly decidedAt: number;
  readonly session: TradeLegs | undefined;
  readonly backtest: TradeLegs | undefined;
  /** Profit of the session less that of the backtest, quote units; what is open counts nothing. */
  readonly difference: Decimal;
  /** Their amounts add up to the difference; none when both are the same. */
  readonly causes: readonly Cause[];
}

/** How far a session and a backtest of what it saw have gone apart, and why. Money in quote units. */
export interface Divergence {
  readonly rows: readonly DivergenceRow[];
  /** Trades that both have. */
  readonly shared: number;
  readonly onlySession: number;
  readonly onlyBacktest: number;
  readonly sessionProfit: Decimal;
  readonly backtestProfit: Decimal;
  /** The difference of the profits, by cause; causes that changed nothing are left out. */
  readonly byCause: readonly { readonly kind: CauseKind; readonly amount: Decimal }[];
}

/** What the session ran with; it decides what the backtest plays. */
export type DivergenceOptions = Omit<BacktestOptions, 'tradeFrom' | 'store' | 'onTrade' | 'onCandle'>;

/**
 * Plays the candles a session has seen to its strategy in a backtest, and compares trade by trade: the same decision has
 * the same trade id. Where the exchange's own candle was fetched later than the session decided, the backtest has that.
 */
export function divergence(session: SeenSession, options: DivergenceOptions): Divergence {
  const lengthMs = intervalMs(options.interval);
  const candles = seenCandles(session.candles);
  const from = Math.min(...candles.decided.keys());
  const events: LedgerEvent[] = [];
  const backtest = new Backtest({ ...options, tradeFrom: from, store: { append: (event) => events.push(event) } });
  for (const candle of candles.best) backtest.feed(candle);

  const [ours, theirs] = [tradesOf(session.events), tradesOf(events)];
  const decided = decisionTimes([...session.events, ...events]);
  const entries = { session: new Entries(session.events), backtest: new Entries(events) };
  const ids = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted(
    (a, b) => (decided.get(a) ?? 0) - (decided.get(b) ?? 0) || a.localeCompare(b),
  );
  const rows: DivergenceRow[] = [];
  let isAfterDifference = false;
  for (const tradeId of ids) {
    const [own, other] = [ours.get(tradeId), theirs.get(tradeId)];
    const decidedAt = decided.get(tradeId) ?? Number.NaN;
    const difference = profitOf(own).minus(profitOf(other));
    const causes =
      own !== undefined && other !== undefined
        ? causesBetween(own, other, { interval: options.interval, marketPriceAt: session.marketPriceAt })
        : [
            whyOneSided(
              { id: tradeId, decidedAt, isInSession: own !== undefined, amount: difference, isAfterDifference },
              lengthMs,
              candles,
              entries,
            ),
          ];
    if (causes.length > 0) isAfterDifference = true;
    rows.push({ tradeId, decidedAt, session: own, backtest: other, difference, causes });
  }
  return {
    rows,
    shared: rows.filter((row) => row.session !== undefined && row.backtest !== undefined).length,
    onlySession: rows.filter((row) => row.backtest === undefined).length,
    onlyBacktest: rows.filter((row) => row.session === undefined).length,
    sessionProfit: sum([...ours.values()].map(profitOf)),
    backtestProfit: sum([...theirs.values()].map(profitOf)),
    byCause: byCause(rows),
  };
}

/** When each trade's entry was decided. */
function decisionTimes(events: readonly LedgerEvent[]): Map<string, number> {
  return new Map(
    events.flatMap((event) =>
      event.type === 'order-intended' && event.purpose === 'entry' ? [[event.tradeId, event.time]] : [],
    ),
  );
}

function byCause(rows: readonly DivergenceRow[]): Divergence['byCause'] {
  const causes = rows.flatMap((row) => row.causes);
  return CAUSES.map((kind) => {
    const amount = sum(causes.filter((cause) => cause.kind === kind).map((cause) => cause.amount));
    return { kind, amount };
  }).filter(({ amount }) => !amount.isZero());
}

function profitOf(trade: TradeLegs | undefined): Decimal {
  return trade?.exit?.profit ?? Decimal.ZERO;
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), Decimal.ZERO);
}
