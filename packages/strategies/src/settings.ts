import * as z from 'zod';

/** A message that carries what was given; whoever shows it puts the setting's name in front. */
function expects(wanted: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      `${typeof input === 'number' ? input : JSON.stringify(input)} is not ${wanted}`,
  };
}

/** More than any history at hand, and little enough to keep in memory. */
const MAX_CANDLES = 100_000;

function wholeNumber(least: number, most: number, unit: string) {
  const wanted = expects(`a whole number of ${unit} from ${least} to ${most}`);
  return z.number(wanted).int(wanted).min(least, wanted).max(most, wanted);
}

/** A length in candles: a whole number ≥ 1, or ≥ `least`. */
export function period(standard: number, text: string, least = 1) {
  return wholeNumber(least, MAX_CANDLES, 'candles').default(standard).describe(text);
}

/** A number of candles that may be 0. */
export function pause(standard: number, text: string) {
  return wholeNumber(0, MAX_CANDLES, 'candles').default(standard).describe(text);
}

/** A rule that is on or off. */
export function flag(standard: boolean, text: string) {
  return z.boolean(expects('true or false')).default(standard).describe(text);
}

/** A number above 0 and at most 1. */
export function acceleration(standard: number, text: string) {
  const wanted = expects('a number above 0 and at most 1');
  return z.number(wanted).gt(0, wanted).lte(1, wanted).default(standard).describe(text);
}

/** What a rule with a number in it stands at: `true` means `on`, and left out means `standard`. */
interface NumberFlag {
  readonly on: number;
  readonly standard?: boolean;
}

function numberFlag(number: z.ZodNumber, wanted: ReturnType<typeof expects>, { on, standard = true }: NumberFlag) {
  return z
    .union([z.boolean(), number], wanted)
    .default(standard)
    .transform((value): number | false => (value === true ? on : value));
}

/** A rule with a fraction of a price in it: `true`, `false` or a number above 0 and below 1, of which 0.01 is 1 %. */
export function fraction(options: NumberFlag, text: string) {
  const wanted = expects('true, false or a fraction above 0 and below 1 (0.01 is 1 %)');
  return numberFlag(z.number(wanted).gt(0, wanted).lt(1, wanted), wanted, options).describe(text);
}

/** A rule with a level of a 0 to 100 oscillator in it: `true`, `false` or the level. */
export function level(options: NumberFlag, text: string) {
  const wanted = expects('true, false or a level from 0 to 100');
  return numberFlag(z.number(wanted).min(0, wanted).max(100, wanted), wanted, options).describe(text);
}

const STOP_TEXT = 'rest a stop this fraction below the decision price; false for none';

/** The stop of a strategy that has one of its own. */
export function stopLoss(on: number) {
  return fraction({ on }, STOP_TEXT);
}

/** The stop of a strategy that has none unless it is given one: `true` would not say how far. */
export function optionalStopLoss() {
  const wanted = expects('false or a fraction above 0 and below 1 (0.01 is 1 %)');
  return z
    .union([z.literal(false), z.number(wanted).gt(0, wanted).lt(1, wanted)], wanted)
    .default(false)
    .describe(STOP_TEXT);
}

/** Whether a strategy sells short as well. */
export function short() {
  return flag(false, 'sell short as well, where the rules would buy if the chart were upside down; needs margin');
}

/** How many trades may be open or pending at once. */
export function numSimultaneousTrades() {
  return wholeNumber(1, 1000, 'trades').default(3).describe('trades open or pending at once, at most');
}

/** A check between two settings: `smaller` must be below `larger` (or, with `orEqual`, not above it). */
export function ordered<Key extends string>(smaller: Key, larger: Key, { orEqual = false } = {}) {
  return ({ value, issues }: z.core.ParsePayload<Record<Key, number>>): void => {
    const low = value[smaller];
    const high = value[larger];
    if (low < high || (orEqual && low === high)) return;
    const message = `${low} is not ${orEqual ? 'at most' : 'below'} ${larger} ${high}`;
    issues.push({ code: 'custom', path: [smaller], input: low, message });
  };
}
