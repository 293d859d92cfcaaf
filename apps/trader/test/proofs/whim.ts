import type { EnterSignal, PendingEntry, Random, Signal, Strategy, TradeSide, TradesView } from '@fathom/contracts';

/**
 * What a whim is up to: `wild` wants more than it may, `still` wants nothing and leaves everything as it is, `calm` leaves
 * and withdraws everything and enters nothing, `once` enters a single trade, trying again while it is refused, and leaves it
 * at the next candle.
 */
export interface Mood {
  current: 'wild' | 'still' | 'calm' | 'once';
}

/** Everything a strategy may want, at random: both sides, orders that rest, guards of every kind, changes of mind. */
export class Whim implements Strategy {
  readonly name = 'whim';
  readonly label = 'Whim';
  readonly warmup = 5;
  readonly config = {};
  private readonly random: Random;
  private readonly mood: Mood;

  constructor(random: Random, mood: Mood) {
    this.random = random;
    this.mood = mood;
  }

  onCandle: Strategy['onCandle'] = ({ close }, trades) => {
    const { mood } = this;
    if (mood.current === 'still') return [];
    if (mood.current === 'once' && trades.open.length > 0) mood.current = 'calm';
    const signals = [...this.changes(close, trades), ...this.moves(close, trades), ...this.exits(trades)];
    const count = trades.open.length + trades.pendingEntries;
    const isWild = mood.current === 'wild' && count < 5 && this.happens(0.7);
    if (isWild) signals.push(this.entry(close));
    else if (mood.current === 'once' && count === 0) {
      signals.push({ action: 'enter', side: 'long', reason: 'whim', price: close });
    }
    return signals;
  };

  private exits({ open }: TradesView): Signal[] {
    return open.flatMap(({ id, isClosing }): Signal[] => {
      if (isClosing || (this.mood.current === 'wild' && !this.happens(0.4))) return [];
      return [{ action: 'exit', tradeId: id, reason: 'whim' }];
    });
  }

  /** Guards that are to wait elsewhere, near enough to be reached while they are moved. */
  private moves(close: number, { open }: TradesView): Signal[] {
    if (this.mood.current !== 'wild') return [];
    return open.flatMap(({ id, side, isClosing }): Signal[] => {
      if (isClosing || !this.happens(0.3)) return [];
      const isStop = this.happens(0.6);
      const price = better(close, side, isStop ? 0.0003 : -0.0003);
      return [
        {
          action: 'amend',
          tradeId: id,
          reason: 'whim',
          ...(isStop ? { stopPrice: price } : { takeProfitPrice: price }),
        },
      ];
    });
  }

  /** What becomes of entries that wait. */
  private changes(close: number, { pending }: TradesView): Signal[] {
    return pending.flatMap((entry: PendingEntry): Signal[] => {
      const { tradeId, side, limitPrice } = entry;
      if (limitPrice === undefined) return [];
      if (this.mood.current !== 'wild' || this.happens(0.2)) return [{ action: 'withdraw', tradeId, reason: 'whim' }];
      if (!this.happens(0.4)) return [];
      return [{ action: 'amend', tradeId, reason: 'whim', limitPrice: better(close, side, 0.0004) }];
    });
  }

  private entry(close: number): EnterSignal {
    const side = this.happens(0.7) ? 'long' : 'short';
    return {
      action: 'enter',
      side,
      reason: 'whim',
      price: close,
      ...(this.happens(0.4) && {
        limitPrice: better(close, side, 0.0005),
        ...(this.happens(0.5) && { restMs: 20_000 + this.random.next() * 100_000 }),
        ...(this.happens(0.5) && { postOnly: true }),
      }),
      ...(this.happens(0.5) && { stopPrice: better(close, side, 0.002) }),
      ...(this.happens(0.3) && { takeProfitPrice: better(close, side, -0.002) }),
      ...(this.happens(0.2) && { trailingOffset: close * 0.001 }),
    };
  }

  private happens(chance: number): boolean {
    return this.random.next() < chance;
  }
}

/** A price that is better for whoever enters on that side by a share; worse when it is negative. */
function better(price: number, side: TradeSide, share: number): number {
  return price * (side === 'long' ? 1 - share : 1 + share);
}
