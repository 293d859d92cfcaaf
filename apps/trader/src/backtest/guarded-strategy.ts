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
            return checked(strategy.onCandle(candle, copyOf(trades)));
          } catch (error) {
            throw new UsageError(`strategy ${name} failed on the candle of ${timeOf(candle)}: ${messageOf(error)}`, {
              cause: error,
            });
          }
        },
        indicators: () => strategy.indicators?.() ?? {},
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
function checked(signals: readonly Signal[]): readonly Signal[] {
  if (!Array.isArray(signals)) throw new TypeError(`it answers with ${shown(signals)}, not with a list of signals`);
  for (const signal of signals) checkSignal(signal);
  return signals;
}

function checkSignal(signal: unknown): void {
  if (typeof signal !== 'object' || signal === null) throw new TypeError(`signal ${shown(signal)} is no object`);
  const { action, side, reason, price, stopPrice, takeProfitPrice, tradeId }: Record<string, unknown> = { ...signal };
  if (action !== 'enter' && action !== 'exit') {
    throw new TypeError(`signal action ${shown(action)} is neither enter nor exit`);
  }
  if (action === 'exit') {
    checkText('tradeId', tradeId);
  } else {
    if (side !== 'long' && side !== 'short')
      throw new TypeError(`signal side ${shown(side)} is neither long nor short`);
    checkPrice('price', price);
    if (stopPrice !== undefined) checkPrice('stopPrice', stopPrice);
    if (takeProfitPrice !== undefined) checkPrice('takeProfitPrice', takeProfitPrice);
  }
  checkText('reason', reason);
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new TypeError(`signal ${name} ${shown(value)} is no text`);
}

function checkPrice(name: string, value: unknown): void {
  if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`signal ${name} ${shown(value)} is not above 0`);
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
