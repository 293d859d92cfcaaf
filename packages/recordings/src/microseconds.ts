/** Milliseconds with a fraction, as events carry them, as whole microseconds. Exact until the year 2255. */
export function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}

/** Whole microseconds as the milliseconds of an event. */
export function milliseconds(us: number): number {
  return us / 1000;
}

/** 35 years. */
const PLAUSIBLE_US = 2 ** 50;

/** An exchange's time, or when it reached us if that is decades away, which no stored number could say. */
export function plausibleUs(exchangeUs: number, receivedUs: number): number {
  return Math.abs(exchangeUs - receivedUs) < PLAUSIBLE_US ? exchangeUs : receivedUs;
}
