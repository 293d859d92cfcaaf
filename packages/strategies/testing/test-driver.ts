import { type Candle, Decimal, type OpenTrade, type Signal, type Strategy, type TradesView } from '@fathom/contracts';

/** A candle of one price. */
export function flat(price: number, index = 0): Candle {
  return candleOf({ high: price, low: price, close: price }, index);
}

/** A candle by its high, low and close, hour `index`. */
export function candleOf({ high, low, close }: Pick<Candle, 'high' | 'low' | 'close'>, index = 0): Candle {
  return { openTime: index * 3_600_000, open: close, high, low, close, volume: 1, trades: 1 };
}

/** A candle whose %K over one candle is `k` and whose typical price is `price`. */
export function candleAtK(k: number, price = 100): Candle {
  // close = low + 20k/100 and the mean of low + 20, low and close is the price
  const low = price - (20 + k / 5) / 3;
  return candleOf({ high: low + 20, low, close: low + k / 5 });
}

export function openTrade(id: string, entryPrice: number, isClosing = false): OpenTrade {
  return {
    id,
    side: 'long',
    quantity: Decimal.ONE,
    entryPrice,
    decisionPrice: entryPrice,
    openedAt: 0,
    isClosing,
  };
}

export const NO_TRADES: TradesView = { open: [], pendingEntries: 0, pending: [] };

/** What is decided on each candle while the trades stay as they are. */
export function decide(strategy: Strategy, candles: readonly Candle[], trades = NO_TRADES): (readonly Signal[])[] {
  return candles.map((candle) => strategy.onCandle(candle, trades));
}

/** The reasons given on each candle, joined: `['', 'stochOs', 'takeProfit takeProfit']`. */
export function reasons(strategy: Strategy, candles: readonly Candle[], trades = NO_TRADES): string[] {
  return decide(strategy, candles, trades).map((signals) => signals.map(({ reason }) => reason).join(' '));
}

/** What is decided on each candle when every signal is carried out at the next candle's open. */
export function trade(strategy: Strategy, candles: readonly Candle[]): (readonly Signal[])[] {
  let open: OpenTrade[] = [];
  let pending: readonly Signal[] = [];
  let count = 0;
  return candles.map((candle) => {
    for (const signal of pending) {
      if (signal.action === 'exit') open = open.filter(({ id }) => id !== signal.tradeId);
      else if (signal.action === 'enter') {
        open = [...open, { ...openTrade(`${(count += 1)}`, candle.open), side: signal.side }];
      }
    }
    pending = strategy.onCandle(candle, { open, pendingEntries: 0, pending: [] });
    return pending;
  });
}
