import {
  type AmendSignal,
  type EnterSignal,
  type ExitSignal,
  nearestName,
  type Signal,
  type TradesView,
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

const MOVES: readonly (keyof AmendSignal)[] = ['limitPrice', 'stopPrice', 'takeProfitPrice'];

/** What says nothing without another. */
const NEEDS: readonly (readonly [name: keyof EnterSignal, needed: keyof EnterSignal])[] = [
  ['restMs', 'limitPrice'],
  ['postOnly', 'limitPrice'],
  ['stopLimitPrice', 'stopPrice'],
];

/**
 * A signal as a user's strategy answers with it. A name that means nothing is refused too: a `stopLoss` that nobody reads
 * would be a trade without a stop, and so would a `stopLimitPrice` alone.
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
  if (action === 'amend' && MOVES.every((name) => given[name] === undefined)) {
    throw new TypeError(`signal amend names no price to move: ${MOVES.join(', ')}`);
  }
  for (const [name, needed] of NEEDS) {
    if (given[name] === undefined || given[name] === false || given[needed] !== undefined) continue;
    throw new TypeError(`signal ${name} ${shown(given[name])} needs a ${needed}`);
  }
}

/**
 * What a checked signal names must be there.
 * @throws {TypeError} one line with the trade's id.
 */
export function checkTradeOf(signal: Signal, { open, pending }: TradesView): void {
  if (signal.action === 'enter') return;
  const { action, tradeId } = signal;
  const isOpen = open.some(({ id }) => id === tradeId);
  const waits = pending.some((entry) => entry.tradeId === tradeId);
  if (action === 'exit' && !isOpen) throw new TypeError(`exit of trade ${tradeId}, which is not open`);
  if (action === 'withdraw' && !waits) throw new TypeError(`withdraw of trade ${tradeId}, whose entry does not wait`);
  if (action !== 'amend') return;
  if (signal.limitPrice !== undefined && !waits)
    throw new TypeError(`amend of the limitPrice of trade ${tradeId}, whose entry does not wait`);
  const guard = (['stopPrice', 'takeProfitPrice'] as const).find((name) => signal[name] !== undefined);
  if (guard !== undefined && !isOpen)
    throw new TypeError(`amend of the ${guard} of trade ${tradeId}, which is not open`);
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
