import * as z from 'zod';

/** A message that carries what was given; whoever shows it puts the limit's name in front. */
function expects(wanted: string) {
  return { error: ({ input }: { readonly input?: unknown }) => `${JSON.stringify(input)} is not ${wanted}` };
}

function wholeNumber(least: number, most: number, unit: string) {
  const wanted = expects(`a whole number of ${unit} from ${least} to ${most}`);
  return z.number(wanted).int(wanted).min(least, wanted).max(most, wanted);
}

function above(least: number, wanted: ReturnType<typeof expects>) {
  return z.number(wanted).gt(least, wanted);
}

/** Money: a number, or a decimal text, as amounts of money are written elsewhere. */
function money() {
  const wanted = expects('an amount above 0');
  const text = z
    .string()
    .regex(/^\d+(\.\d+)?$/, wanted)
    .transform(Number);
  return z.union([z.number(), text], wanted).refine((amount) => amount > 0, wanted);
}

const share = expects('a percentage above 0 and at most 100');

const coolDown = z.strictObject(
  {
    losses: wholeNumber(1, 1000, 'losing trades').describe('losing trades in a row that begin a pause'),
    minutes: wholeNumber(1, 525_600, 'minutes').describe('how long the pause is'),
  },
  expects('an object with "losses" and "minutes"'),
);

/** Kraken closes positions by itself below this margin level, in percent (AssetPairs: `margin_stop`). */
const MARGIN_STOP_PERCENT = 40;

/**
 * What a bot may do at most. A limit left out does not apply; every other one is asked before every entry and never stands
 * in the way of an exit. Unknown keys and limits that contradict each other are refused, each with the value.
 */
export const RiskLimits = z
  .strictObject({
    maxOpenTrades: wholeNumber(1, 1000, 'trades').describe('trades open at once, entries on their way included'),
    maxExposure: money().describe(
      'value of everything held or owed after an entry, entries on their way included, in quote units',
    ),
    maxExposurePercent: above(0, expects('a percentage above 0')).describe('the same, in percent of equity'),
    maxOrdersPerMinute: wholeNumber(1, 1000, 'orders').describe(
      'orders of any kind within 60 seconds; exits are counted and never refused',
    ),
    priceCollarPercent: above(0, share)
      .max(100, share)
      .describe('how far the price an entry would meet may be from the price it was decided on'),
    maxDailyLossPercent: above(0, share)
      .max(100, share)
      .describe('what equity may fall within a UTC day, of what it was as the day began'),
    coolDown: coolDown.describe('after losing trades in a row no entry for some time'),
    minMarginLevelPercent: above(0, expects('a percentage above 0')).describe(
      'equity in percent of used margin, below which nothing is entered on margin, the entry itself included',
    ),
  })
  .partial()
  .check(({ value, issues }) => {
    const { maxExposure, maxExposurePercent, minMarginLevelPercent } = value;
    const contradicts = (path: string, input: unknown, message: string) =>
      issues.push({ code: 'custom', path: [path], input, message });
    if (minMarginLevelPercent !== undefined && minMarginLevelPercent <= MARGIN_STOP_PERCENT) {
      const stop = `is not above ${MARGIN_STOP_PERCENT}, where Kraken has closed positions already`;
      contradicts('minMarginLevelPercent', minMarginLevelPercent, `${minMarginLevelPercent} ${stop}`);
    }
    if (maxExposure !== undefined && maxExposurePercent !== undefined) {
      const both = `${maxExposure} and maxExposurePercent ${maxExposurePercent} are two limits of one thing`;
      contradicts('maxExposure', maxExposure, both);
    }
  });
export type RiskLimits = Readonly<z.infer<typeof RiskLimits>>;
