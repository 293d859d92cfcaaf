import { type Decimal, type LedgerEvent, type OrderIntended } from '@fathom/contracts';
import type { Cause, CauseKind } from './cause.js';
import type { SeenCandles } from './seen-session.js';

/** A trade that only one side has. */
export interface OneSided {
  /** When it was decided: the close of its candle, milliseconds since 1970 UTC. */
  readonly decidedAt: number;
  readonly id: string;
  readonly isInSession: boolean;
  /** What the difference of profits is because of it. */
  readonly amount: Decimal;
  /** Whether a trade before it differs. */
  readonly isAfterDifference: boolean;
}

/** What the events of one side say of entries that came to nothing. */
export class Entries {
  private readonly refusals = new Map<number, string>();
  private readonly intended = new Map<string, OrderIntended>();
  private readonly ends = new Map<string, string>();

  constructor(events: readonly LedgerEvent[]) {
    for (const event of events) {
      if (event.type === 'signal-refused') this.refusals.set(event.time, `${event.rule}: ${event.reason}`);
      else if (event.type === 'order-intended') {
        if (event.purpose === 'entry') this.intended.set(event.tradeId, event);
      } else if (event.type === 'order-rejected' || event.type === 'order-canceled') {
        this.ends.set(event.clientOrderId, event.reason);
      } else if (event.type === 'order-lost') this.ends.set(event.clientOrderId, 'lost on the way');
    }
  }

  /** Why nothing was entered by a signal of that instant. */
  refusalAt(time: number): string | undefined {
    return this.refusals.get(time);
  }

  /** What became of a trade's entry order that never filled; undefined when there was none. */
  endOf(tradeId: string): string | undefined {
    const order = this.intended.get(tradeId)?.order;
    return order === undefined
      ? undefined
      : (this.ends.get(order.clientOrderId) ?? 'nothing has become of its order yet');
  }
}

/** Why only one side has a trade. */
export function whyOneSided(
  trade: OneSided,
  lengthMs: number,
  candles: SeenCandles,
  entries: { readonly session: Entries; readonly backtest: Entries },
): Cause {
  const cause = (kind: CauseKind, text: string): Cause => ({ kind, amount: trade.amount, text });
  const openTime = trade.decidedAt - lengthMs;
  const seen = candles.decided.get(openTime);
  if (!trade.isInSession) {
    const refused = entries.session.refusalAt(trade.decidedAt);
    if (refused !== undefined) return cause(refused.startsWith('late candle') ? 'missing data' : 'refused', refused);
    const ended = entries.session.endOf(trade.id);
    if (ended !== undefined) return cause('exchange', ended);
    if (seen === undefined) return cause('not running', 'the session has not decided on this candle');
  } else {
    const refused = entries.backtest.refusalAt(trade.decidedAt);
    if (refused !== undefined) return cause('refused', `the backtest refused it, ${refused}`);
  }
  if (seen !== undefined) {
    const best = candles.best.find((candle) => candle.openTime === openTime);
    if (seen.origin !== 'live' && seen.origin !== 'history')
      return cause('missing data', `its candle was ${seen.origin}`);
    if (best !== undefined && best.close !== seen.candle.close) {
      return cause('missing data', `the session saw a close of ${seen.candle.close}, the exchange has ${best.close}`);
    }
  }
  if (trade.isAfterDifference) return cause('earlier difference', 'a trade before it went differently');
  return cause('unexplained', 'same candles, same state: this should not be');
}
