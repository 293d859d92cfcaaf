import {
  type AmendSignal,
  type EnterSignal,
  type ExitSignal,
  nearestName,
  type WithdrawSignal,
} from '@fathom/contracts';

/** Throws when a value is not what a signal may carry under that name. */
type Check = (name: string, value: unknown) => void;

/** Every name of a signal must be here, so that a new one is checked as well. */
type Checks<S> = { readonly [Name in Exclude<keyof S, 'action'>]-?: Check };

const ENTER: Checks<EnterSignal> = {
  side: checkSide,
  reason: checkText,
  price: checkPositive,
  limitPrice: optional(checkPositive),
  restMs: optional(checkPositive),
  postOnly: optional(checkFlag),
  stopPrice: optional(checkPositive),
  stopLimitPrice: optional(checkPositive),
  takeProfitPrice: optional(checkPositive),
  trailingOffset: optional(checkPositive),
};
const EXIT: Checks<ExitSignal> = { tradeId: checkText, reason: checkText };
const WITHDRAW: Checks<WithdrawSignal> = EXIT;
const AMEND: Checks<AmendSignal> = {
  ...EXIT,
  limitPrice: optional(checkPositive),
  stopPrice: optional(checkPositive),
  takeProfitPrice: optional(checkPositive),
};
const CHECKS: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map(
  Object.entries({ enter: { ...ENTER }, exit: { ...EXIT }, amend: { ...AMEND }, withdraw: { ...WITHDRAW } }),
);

/**
 * A signal as a user's strategy answers with it. A name that means nothing is refused too: a `stopLoss` that nobody reads
 * would be a trade without a stop.
 * @throws {TypeError | RangeError} one line with the name and the value.
 */
export function checkSignal(signal: unknown): void {
  if (typeof signal !== 'object' || signal === null) throw new TypeError(`signal ${shown(signal)} is no object`);
  const { action, ...given }: Readonly<Record<string, unknown>> = { ...signal };
  const checks = CHECKS.get(action);
  if (checks === undefined)
    throw new TypeError(`signal action ${shown(action)} is none of ${[...CHECKS.keys()].join(', ')}`);
  const names = Object.keys(checks);
  for (const name of Object.keys(given)) {
    if (given[name] === undefined || names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const hint = nearest === undefined ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`;
    throw new TypeError(`signal ${String(action)} has no ${name}: ${hint}`);
  }
  for (const [name, check] of Object.entries(checks)) check(name, given[name]);
}

/** In one line, of anything. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function optional(check: Check): Check {
  return (name, value) => {
    if (value !== undefined) check(name, value);
  };
}

function checkSide(name: string, value: unknown): void {
  if (value !== 'long' && value !== 'short') {
    throw new TypeError(`signal ${name} ${shown(value)} is neither long nor short`);
  }
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new TypeError(`signal ${name} ${shown(value)} is no text`);
}

function checkFlag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError(`signal ${name} ${shown(value)} is neither true nor false`);
}

function checkPositive(name: string, value: unknown): void {
  if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`signal ${name} ${shown(value)} is not above 0`);
  }
}
