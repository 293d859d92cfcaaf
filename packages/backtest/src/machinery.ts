import { Decimal, intervalMs } from '@fathom/contracts';
import { Engine } from '@fathom/engine';
import type { Ledger } from '@fathom/ledger';
import { Simulator } from '@fathom/simulator';
import { type BacktestOptions, botIdOf, costFactorOf } from './backtest-options.js';

/** What decides on orders, and what fills them. */
export interface Machinery {
  readonly engine: Engine;
  readonly exchange: Simulator;
}

/** Engine and simulated exchange over a ledger, each told of by the other. */
export function machineryOf(options: BacktestOptions, ledger: Ledger): Machinery {
  const { instrument, strategy, sizing, balance, fees, store, limits, margin, marginRates } = options;
  const exchange = new Simulator({
    instrument,
    balance,
    fees,
    slippageBasisPoints: options.slippageBasisPoints ?? Decimal.ZERO,
    ...(marginRates && { marginRates }),
  });
  const engine = new Engine({
    botId: botIdOf(options),
    strategy,
    instrument,
    sizing,
    execution: exchange,
    ledger,
    costFactor: costFactorOf(options),
    // A candle that opens at `tradeFrom` is the first whose close may be traded on.
    tradeFrom: (options.tradeFrom ?? Number.NEGATIVE_INFINITY) + intervalMs(options.interval),
    guards: { ...options.guards, isSimulated: true },
    ...(margin && { margin }),
    ...(limits && { limits }),
    ...(store && { store }),
  });
  exchange.listener = engine;
  return { engine, exchange };
}
