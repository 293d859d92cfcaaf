import {
  type Candle,
  type OpenTrade,
  type Signal,
  type Strategy,
  type StrategyDefinition,
  type TradesView,
  UsageError,
} from '@fathom/contracts';
import { shortTime } from '../text/format.js';
import { checkSignal, checkTradeOf, shown } from './check-signal.js';

/**
 * A user's strategy, but whatever goes wrong in it ends the run with one line that names it and the candle. Ours need
 * no guard: their failures are defects, and those come with a stack trace.
 */
export function guarded<Config extends object>(definition: StrategyDefinition<Config>): StrategyDefinition<Config> {
  const { name, label, description, schema } = definition;
  return {
    name,
    label,
    description,
    schema,
    create(config) {
      let strategy: Strategy;
      try {
        strategy = definition.create(config);
      } catch (error) {
        throw new UsageError(`strategy ${name} cannot be made: ${messageOf(error)}`, { cause: error });
      }
      const { warmup } = strategy;
      if (!Number.isSafeInteger(warmup) || warmup < 0) {
        throw new UsageError(`strategy ${name}: warmup ${String(warmup)} is not a number of candles`);
      }
      return {
        name: strategy.name,
        label: strategy.label,
        warmup,
        config: strategy.config,
        onCandle(candle, trades) {
          try {
            return checked(strategy.onCandle(candle, copyOf(trades)), trades);
          } catch (error) {
            throw new UsageError(`strategy ${name} failed on the candle of ${timeOf(candle)}: ${messageOf(error)}`, {
              cause: error,
            });
          }
        },
        indicators: () => strategy.indicators?.() ?? {},
        plots: strategy.plots ?? [],
      };
    },
  };
}

const NO_TRADES: readonly OpenTrade[] = Object.freeze([]);

/** The strategy's own copy of what it may know: changing it throws, and the books stay out of reach. */
function copyOf({ open, pendingEntries, pending }: TradesView): TradesView {
  const entries = Object.freeze(pending.map((entry) => Object.freeze({ ...entry })));
  if (open.length === 0) return Object.freeze({ open: NO_TRADES, pendingEntries, pending: entries });
  const trades = open.map(({ id, side, quantity, entryPrice, decisionPrice, openedAt, isClosing }) =>
    Object.freeze({ id, side, quantity, entryPrice, decisionPrice, openedAt, isClosing }),
  );
  return Object.freeze({ open: Object.freeze(trades), pendingEntries, pending: entries });
}

const timeOf = ({ openTime }: Candle) => shortTime(openTime);

/** In one line, of an error of any make. */
export function messageOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return message.replace(/\s+/g, ' ').trim();
}

/** A strategy in JavaScript may answer with anything. */
function checked(signals: readonly Signal[], trades: TradesView): readonly Signal[] {
  if (!Array.isArray(signals)) throw new TypeError(`it answers with ${shown(signals)}, not with a list of signals`);
  for (const signal of signals) {
    checkSignal(signal);
    checkTradeOf(signal, trades);
  }
  return signals;
}
