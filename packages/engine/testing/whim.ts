import type { EnterSignal, OpenTrade, Signal, Strategy } from '@fathom/contracts';
import type { SeededRandom } from '@fathom/testkit';

/** Wants something at random, and is asked afresh at every candle. Around a market of 100. */
export class Whim implements Strategy {
  readonly name = 'whim';
  readonly label = 'Whim';
  readonly warmup = 0;
  readonly config = {};
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  onCandle: Strategy['onCandle'] = (_candle, { open, pending }) => {
    const signals: Signal[] = [];
    for (const trade of open) {
      const signal = trade.isClosing ? undefined : this.changeOfMind(trade);
      if (signal !== undefined) signals.push(signal);
    }
    for (const { tradeId, limitPrice } of pending) {
      if (limitPrice === undefined || this.random.next() < 0.6) continue;
      const isEnough = this.random.next() < 0.5;
      if (isEnough) signals.push({ action: 'withdraw', tradeId, reason: 'whim' });
      else signals.push({ action: 'amend', tradeId, reason: 'whim', limitPrice: this.near(99) });
    }
    if (open.length + pending.length < 4 && this.random.next() < 0.6) signals.push(this.entry());
    return signals;
  };

  private changeOfMind({ id, side }: OpenTrade): Signal | undefined {
    if (this.random.next() < 0.3) return { action: 'exit', tradeId: id, reason: 'whim' };
    if (this.random.next() > 0.2) return undefined;
    return { action: 'amend', tradeId: id, reason: 'whim', stopPrice: this.near(side === 'long' ? 92 : 108) };
  }

  private entry(): EnterSignal {
    const side = this.random.next() < 0.5 ? 'long' : 'short';
    const sign = side === 'long' ? 1 : -1;
    const some = (share: number, fields: Partial<EnterSignal>): Partial<EnterSignal> =>
      this.random.next() < share ? fields : {};
    return {
      action: 'enter',
      side,
      reason: 'whim',
      price: 100,
      ...some(0.4, {
        limitPrice: this.near(100 - sign),
        ...some(0.5, { restMs: 90_000 }),
        ...some(0.3, { postOnly: true }),
      }),
      ...some(0.4, { stopPrice: 100 - 8 * sign, ...some(0.3, { stopLimitPrice: 100 - 9 * sign }) }),
      ...some(0.4, { takeProfitPrice: 100 + 8 * sign }),
      ...some(0.3, { trailingOffset: 6 }),
    };
  }

  private near(price: number): number {
    return Math.round(10 * (price + this.random.next())) / 10;
  }
}
