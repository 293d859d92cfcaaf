import { Script } from 'node:vm';
import { FathomError, type IndicatorValues, type Signal, type Strategy } from '@fathom/contracts';

/** A strategy did not come back; it has been interrupted, and nobody knows what state it is in. */
export class StrategyHung extends FathomError {
  constructor(name: string, limitMs: number) {
    super('strategy-hung', `strategy ${name} had not come back after ${limitMs / 1000} s and was interrupted`);
  }
}

const CALL = Symbol.for('fathom.limited-call');
/** Only a script can be interrupted; this one calls what is to be limited. */
const script = new Script(`globalThis[Symbol.for('fathom.limited-call')]()`, { filename: 'limited-strategy' });

/**
 * A strategy that is given so long for a candle and no longer: an endless loop ends in a `StrategyHung`, wherever it is,
 * instead of in a process that hears nothing any more. V8 itself watches, on a thread of its own, at about 0.05 ms a call.
 */
export function limitedStrategy(strategy: Strategy, limitMs: number): Strategy {
  let signals: readonly Signal[] = [];
  return {
    name: strategy.name,
    label: strategy.label,
    warmup: strategy.warmup,
    config: strategy.config,
    onCandle: (candle, trades) => {
      Reflect.set(globalThis, CALL, () => {
        signals = strategy.onCandle(candle, trades);
      });
      try {
        script.runInThisContext({ timeout: limitMs });
      } catch (error) {
        throw isTimeout(error) ? new StrategyHung(strategy.name, limitMs) : error;
      } finally {
        Reflect.deleteProperty(globalThis, CALL);
      }
      return signals;
    },
    indicators: (): IndicatorValues => strategy.indicators?.() ?? {},
    plots: strategy.plots ?? [],
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
