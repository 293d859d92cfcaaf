import {
  type Candle,
  type CandleColumns,
  Decimal,
  type Instrument,
  type Interval,
  intervalMs,
  type LedgerStore,
  type RiskLimits,
  type Strategy,
  type TradeEvent,
} from '@fathom/contracts';
import { candleRows, GapMap, RowCandle } from '@fathom/candles';
import { Engine, type GuardOptions, type MarginOptions, type Sizing } from '@fathom/engine';
import { EquityCurve, Ledger } from '@fathom/ledger';
import { type FeeRates, type MarginRates, Simulator } from '@fathom/simulator';

/** Rows copied at once: small enough for the processor's cache and for memory that the allocator has at hand. */
const OWN_ROWS = 512;

export interface BacktestOptions {
  readonly strategy: Strategy;
  readonly instrument: Instrument;
  readonly interval: Interval;
  /** Quote units at the start. */
  readonly balance: Decimal;
  readonly sizing: Sizing;
  readonly fees: FeeRates;
  /** Basis points; default 0. */
  readonly slippageBasisPoints?: Decimal;
  /** What the bot may do at most; nothing is limited when left out. */
  readonly limits?: RiskLimits;
  /** Nothing is sold short without. */
  readonly margin?: MarginOptions;
  /** What borrowing an asset costs; default Kraken's usual rates. */
  readonly marginRates?: (asset: string) => MarginRates;
  /** What would rest on the exchange and what the bot would hold. */
  readonly guards?: Omit<GuardOptions, 'isSimulated'>;
  /** First instant that may be traded, ms since 1970 UTC; earlier candles only warm the strategy up. Default: all. */
  readonly tradeFrom?: number;
  /** Begins the order ids; default `000`. */
  readonly botId?: string;
  /** Keeps every ledger event; default: none is kept. */
  readonly store?: LedgerStore;
  /** Told of each trade as it opens and closes. */
  readonly onTrade?: (event: TradeEvent) => void;
  /** Told of each candle once it has been played. */
  readonly onCandle?: (candle: Candle) => void;
}

/**
 * One strategy over one market: engine, simulated exchange and ledger, driven by candles as fast as they come.
 * Feed candles oldest first, in as many chunks as you like; read the outcome whenever you like. The same candles
 * and options give the same outcome, to the last digit.
 */
export class Backtest {
  readonly options: BacktestOptions;
  readonly ledger: Ledger;
  readonly simulator: Simulator;
  readonly gaps: GapMap;
  /** Equity at every candle's close from `tradeFrom` on; undefined until there was one. */
  curve: EquityCurve | undefined;
  /** First candle that counted (warm-up left out). */
  first: Candle | undefined;
  /** Close of the last candle that counted; NaN until there was one. */
  lastClose = Number.NaN;
  /** Candles played, warm-up included. */
  candles = 0;
  private readonly engine: Engine;
  private readonly lengthMs: number;
  private readonly tradeFrom: number;

  constructor(options: BacktestOptions) {
    const { instrument, strategy, sizing, balance, fees, onTrade, store, limits, margin, marginRates } = options;
    this.options = options;
    this.lengthMs = intervalMs(options.interval);
    this.tradeFrom = options.tradeFrom ?? Number.NEGATIVE_INFINITY;
    this.gaps = new GapMap(options.interval);
    const { costDecimals } = instrument;
    this.ledger = new Ledger({ startBalance: balance, costDecimals, ...(onTrade && { onTrade }) });
    this.simulator = new Simulator({
      instrument,
      balance,
      fees,
      slippageBasisPoints: options.slippageBasisPoints ?? Decimal.ZERO,
      ...(marginRates && { marginRates }),
    });
    this.engine = new Engine({
      botId: options.botId ?? '000',
      strategy,
      instrument,
      sizing,
      execution: this.simulator,
      ledger: this.ledger,
      costFactor:
        (1 + fees.takerPercent.toNumber() / 100) * (1 + (options.slippageBasisPoints?.toNumber() ?? 0) / 10_000),
      // A candle that opens at `tradeFrom` is the first whose close may be traded on.
      tradeFrom: this.tradeFrom + this.lengthMs,
      guards: { ...options.guards, isSimulated: true },
      ...(margin && { margin }),
      ...(limits && { limits }),
      ...(store && { store }),
    });
    this.simulator.listener = this.engine;
  }

  /** Plays every row of the columns, which the caller may use again afterwards. */
  feedColumns(given: CandleColumns): void {
    // A strategy may keep the candles it is handed; a reader fills its columns anew.
    for (let from = 0; from < given.length; from += OWN_ROWS) {
      const to = Math.min(from + OWN_ROWS, given.length);
      const rows = candleRows(given, from, to);
      for (let row = 0; row < to - from; row += 1) this.feed(new RowCandle(rows, row));
    }
  }

  /** Plays one candle: first the market moves through it, then the strategy sees it closed. */
  feed(candle: Candle): void {
    const { openTime } = candle;
    const closeTime = openTime + this.lengthMs;
    this.candles += 1;
    this.simulator.process(candle, closeTime);
    this.engine.candleClosed(candle, closeTime);
    this.simulator.settle();
    if (openTime >= this.tradeFrom) this.mark(candle, openTime, closeTime);
    this.options.onCandle?.(candle);
  }

  private mark(candle: Candle, openTime: number, closeTime: number): void {
    const { ledger } = this;
    this.curve ??= this.begin(candle);
    const { close } = candle;
    this.lastClose = close;
    this.gaps.add(openTime);
    this.curve.mark(closeTime, ledger.equityAt(close), ledger.isExposed);
  }

  private begin(candle: Candle): EquityCurve {
    this.first = candle;
    return new EquityCurve({ startBalance: this.options.balance.toNumber(), startTime: candle.openTime });
  }
}
