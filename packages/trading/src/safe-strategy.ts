import type { Candle, IndicatorValues, Plot, Signal, Strategy, TradesView } from '@fathom/contracts';

const NOTHING: readonly Signal[] = [];

/**
 * A strategy that may fail: once it has thrown it is not asked again, since nobody knows what state it is in. What it
 * has opened stays, with the orders that guard it, for its owner to decide on.
 */
export class SafeStrategy implements Strategy {
  readonly name: string;
  readonly label: string;
  readonly warmup: number;
  readonly config: Readonly<Record<string, unknown>>;
  private readonly strategy: Strategy;
  private readonly onFailure: (error: unknown) => void;
  private hasFailed = false;

  /** @param onFailure told once, with what was thrown. */
  constructor(strategy: Strategy, onFailure: (error: unknown) => void) {
    this.strategy = strategy;
    this.onFailure = onFailure;
    this.name = strategy.name;
    this.label = strategy.label;
    this.warmup = strategy.warmup;
    this.config = strategy.config;
  }

  onCandle(candle: Candle, trades: TradesView): readonly Signal[] {
    if (this.hasFailed) return NOTHING;
    try {
      const signals = this.strategy.onCandle(candle, trades);
      for (const signal of signals) check(signal, trades);
      return signals;
    } catch (error) {
      this.hasFailed = true;
      this.onFailure(error);
      return NOTHING;
    }
  }

  get plots(): readonly Plot[] {
    return this.strategy.plots ?? [];
  }

  indicators(): IndicatorValues {
    return this.hasFailed ? {} : (this.strategy.indicators?.() ?? {});
  }
}

const AMOUNTS = [
  'price',
  'limitPrice',
  'stopPrice',
  'stopLimitPrice',
  'takeProfitPrice',
  'trailingOffset',
  'restMs',
] as const;

/** @throws {Error} for a price that is none, or a trade that is not there: what it wants nobody can know. */
function check(signal: Signal, { open, pending }: TradesView): void {
  for (const name of AMOUNTS) {
    const amount: unknown = Reflect.get(signal, name);
    if (amount === undefined) continue;
    if (!(typeof amount === 'number' && amount > 0 && amount < Number.POSITIVE_INFINITY)) {
      throw new Error(
        `${name} ${typeof amount === 'number' ? amount : JSON.stringify(amount)} of a signal is not a ${name === 'restMs' ? 'time' : 'price'}`,
      );
    }
  }
  if (signal.action === 'enter') return;
  const isOpen = open.some(({ id }) => id === signal.tradeId);
  const isPending = signal.action !== 'exit' && pending.some(({ tradeId }) => tradeId === signal.tradeId);
  if (!isOpen && !isPending) throw new Error(`trade ${signal.tradeId} is not open`);
}
