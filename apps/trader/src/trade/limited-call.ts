import { Script } from 'node:vm';
import { FathomError } from '@fathom/contracts';

/** A strategy did not come back; it has been interrupted, and nobody knows what state it is in. */
export class StrategyHung extends FathomError {
  constructor(name: string, limitMs: number) {
    super('strategy-hung', `strategy ${name} had not come back after ${limitMs / 1000} s and was interrupted`);
  }
}

/** Nothing a strategy has to do for a candle takes so long. */
export const STRATEGY_LIMIT_MS = 30_000;

const CALL = Symbol.for('fathom.limited-call');
/** Only a script can be interrupted; this one calls what is to be limited. */
const script = new Script(`globalThis[Symbol.for('fathom.limited-call')]()`, { filename: 'limited-strategy' });

/**
 * Calls what is given so long and no longer: an endless loop ends in a `StrategyHung`, wherever it is, instead of in a process
 * that hears nothing any more. V8 itself watches, on a thread of its own, at about 0.05 ms a call.
 * @param name of the strategy that is called
 */
export function limitedCall(name: string, limitMs: number, call: () => void): void {
  Reflect.set(globalThis, CALL, call);
  try {
    script.runInThisContext({ timeout: limitMs });
  } catch (error) {
    throw isTimeout(error) ? new StrategyHung(name, limitMs) : error;
  } finally {
    Reflect.deleteProperty(globalThis, CALL);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
