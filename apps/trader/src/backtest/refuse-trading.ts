import { UsageError } from '@fathom/contracts';
import type { TradeFlags } from '../trade/plan-bot.js';

/**
 * Where no command says which of the two is meant.
 * @param typed as `typedOptions` gives them
 * @param ofBacktests options that backtests have
 * @throws {UsageError} for a backtest that is to trade as well.
 */
export function refuseTrading(
  flags: TradeFlags,
  typed: ReadonlyMap<string, string>,
  ofBacktests: ReadonlySet<string>,
): void {
  const asked = flags.data === undefined ? `-s ${flags.start}` : `--data ${flags.data}`;
  const [, other] = [...typed].find(([name]) => !ofBacktests.has(name)) ?? [];
  // Another exchange is none at all, which the backtest says.
  const given = flags.exchange === 'rehearsal' ? '-x rehearsal' : other;
  if (given !== undefined)
    throw new UsageError(`${given} is for trading, and ${asked} asks for a backtest: leave one of them out`);
}
