/** @throws {RangeError} when `value` is NaN or infinite. */
export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw notFinite(name, value);
}

/**
 * Looked at when the sum of a candle's prices is not finite, which one comparison tells: `sum - sum !== 0`.
 * @throws {RangeError} for the first that is not.
 */
export function checkCandle(high: number, low: number, close = 0): void {
  checkFinite('high', high);
  checkFinite('low', low);
  checkFinite('close', close);
}

// Apart, because V8 copies only tiny functions into every caller, and every indicator checks every input.
function notFinite(name: string, value: number): RangeError {
  return new RangeError(`${name} ${value} is not a finite number`);
}

/** Windows are allocated up front; beyond this a period is a mistake, not a wish. */
const LONGEST = 10_000_000;

/**
 * @returns the period, a whole number of inputs.
 * @throws {RangeError} when it is not whole, below `least` or above ten million.
 */
export function checkPeriod(name: string, period: number, least = 1): number {
  if (!Number.isInteger(period) || period < least || period > LONGEST) {
    throw new RangeError(`${name} ${period} is not a whole number of at least ${least}`);
  }
  return period;
}

/** @throws {RangeError} when a choice that came from outside the type system is none of `choices`. */
export function checkChoice<Choice extends string>(name: string, choice: Choice, choices: readonly Choice[]): Choice {
  if (!choices.includes(choice)) throw new RangeError(`${name} ${choice} is none of ${choices.join(', ')}`);
  return choice;
}
