import { Decimal, intervalMs } from '@fathom/contracts';
import { EntryRules } from '@fathom/engine';
import type { Ledger } from '@fathom/ledger';
import { Slippage } from '@fathom/simulator';
import { type BacktestOptions, costFactorOf } from '../backtest-options.js';
import type { RunMarks } from '../run-marks.js';
import { PlainMoney } from './plain-money.js';
import { PlainOrders } from './plain-orders.js';
import { PlainRun } from './plain-run.js';

/** Of one percent. */
const HUNDREDTH = Decimal.of(1n, 2);
/** Twice the price: no slippage is more. */
const MOST_SLIPPAGE = Decimal.of(10_000n, 0);

/** What a run may ask for and still be plain. Any other option that is set, one added later too, makes it another. */
const PLAIN: ReadonlySet<string> = new Set<keyof BacktestOptions>([
  'strategy',
  'instrument',
  'interval',
  'balance',
  'sizing',
  'fees',
  'slippageBasisPoints',
  'tradeFrom',
  // A stop alone goes off at the same price wherever it waits.
  'guards',
  'botId',
]);

/** A plain run, when nothing in the options is against it. */
export function plainRun(options: BacktestOptions, marks: RunMarks, ledger: Ledger): PlainRun | undefined {
  if (Object.entries(options).some(([name, value]) => value !== undefined && !PLAIN.has(name))) return undefined;
  const { strategy, instrument, balance, sizing, fees } = options;
  const { slippageBasisPoints = Decimal.ZERO, tradeFrom = Number.NEGATIVE_INFINITY } = options;
  if (sizing.type !== 'quantity' || slippageBasisPoints.isGreaterThan(MOST_SLIPPAGE)) return undefined;
  const feeRate = fees.takerPercent.times(HUNDREDTH);
  const money = PlainMoney.of({ instrument, balance, quantity: sizing.quantity, feeRate });
  if (money === undefined) return undefined;
  const { closed, refusals } = ledger;
  const lengthMs = intervalMs(options.interval);
  const slippage = new Slippage(instrument, slippageBasisPoints);
  const orders = new PlainOrders({ money, slippage, instrument, lengthMs, closed, refusals });
  const rules = new EntryRules(instrument, costFactorOf(options));
  return new PlainRun({ strategy, orders, money, rules, refusals, marks, lengthMs, tradeFrom });
}
