import { UsageError } from '@fathom/contracts';
import { givenOption, type KnownOption } from '../options/given-option.js';
import type { TradeFlags } from '../trade/plan-bot.js';

/** Options that trade; `-t` is none, the original's backtests took it. */
const OF_TRADING: readonly KnownOption<keyof TradeFlags>[] = [
  { name: 'live', flag: '--live' },
  { name: 'validate', flag: '--validate' },
  { name: 'exchange', flag: '-x', usual: 'kraken' },
  { name: 'keyFile', flag: '--key-file' },
  { name: 'for', flag: '--for' },
  { name: 'latency', flag: '--latency' },
  { name: 'strategyLimit', flag: '--strategy-limit' },
  { name: 'deadMan', flag: '--dead-man' },
  { name: 'deadManCancelsStops', flag: '--dead-man-cancels-stops' },
  { name: 'onStop', flag: '--on-stop', usual: 'leave' },
  { name: 'metricsPort', flag: '--metrics-port' },
  { name: 'metricsHost', flag: '--metrics-host' },
  { name: 'dashboard', flag: '--dashboard' },
  { name: 'dashboardHost', flag: '--dashboard-host' },
  { name: 'dashboardControl', flag: '--dashboard-control' },
  { name: 'logFormat', flag: '--log-format' },
  { name: 'logKeep', flag: '--log-keep' },
];

/** Where no command says which of the two is meant. @throws {UsageError} for a backtest that is to trade as well. */
export function refuseTrading(flags: TradeFlags): void {
  const asked = flags.data === undefined ? `-s ${flags.start}` : `--data ${flags.data}`;
  for (const option of OF_TRADING) {
    const given = givenOption(flags, option);
    if (given !== undefined)
      throw new UsageError(`${given} is for trading, and ${asked} asks for a backtest: leave one of them out`);
  }
}
