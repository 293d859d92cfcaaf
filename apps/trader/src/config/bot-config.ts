import { Decimal, INTERVALS, InvalidDecimalError, type Interval } from '@fathom/contracts';
import { RiskLimits } from '@fathom/contracts/risk-limits';
import * as z from 'zod';
import { KINDS, LOG_FORMATS, MOST_DAYS, SEVERITIES } from '../watch/watch-plan.js';

function isInterval(value: number): value is Interval {
  return INTERVALS.some((interval) => interval === value);
}

interface Range {
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly below?: number;
}

/** A number, or a text with one so that its digits stay as they are written; the command line's text of it. */
function amount(what: string, range: Range = { above: 0 }) {
  const words = Object.entries(range).map(([word, bound]) => `${word} ${bound}`);
  const wanted = {
    error: ({ input }: { readonly input?: unknown }) => `${JSON.stringify(input)} is not ${what} ${words.join(', ')}`,
  };
  return z
    .union([z.number(), z.string()], wanted)
    .refine((value) => isWithin(value, range), wanted)
    .transform(String);
}

function isWithin(
  value: number | string,
  { above = -1, from = 0, to = Number.MAX_VALUE, below = Infinity }: Range,
): boolean {
  try {
    const number = Decimal.parse(String(value)).toNumber();
    return number > above && number >= from && number <= to && number < below;
  } catch (error) {
    if (error instanceof InvalidDecimalError) return false;
    throw error;
  }
}

const percentage = (what: string) => amount(what, { from: 0, below: 100 });

const text = (what: string) => z.string({ error: ({ input }) => `${JSON.stringify(input)} is not ${what}` }).min(1);

const strategy = z.strictObject({
  name: text("a strategy's name").describe("a strategy's name, or a file of your own beside this one (./mine.ts)"),
  parameters: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("the strategy's parameters; 'trader strategies NAME' lists them"),
});

const slack = z.strictObject({
  channel: text('a channel').optional().describe('#trading; webhooks of Slack apps ignore it, and name and icon'),
  name: text('a name').optional().describe('who messages are from; the bot when left out'),
  icon: text('an icon').optional().describe(':robot_face: or the address of a picture'),
});

const notifications = z.strictObject({
  severity: z.enum(SEVERITIES).optional().describe('less than this is not sent'),
  kinds: z.array(z.enum(KINDS)).optional().describe('only these are sent'),
  slack: slack.optional().describe('how messages look in Slack; the webhook is SLACK_WEBHOOK_URL of the environment'),
});

/**
 * What `bot.json` holds: everything of a bot that the command line of `trader` says, under the same names. A bot is a
 * folder, and its name is the folder's. What is only for paper, or only for live, stays in the file when its mode changes.
 */
export const BotConfig = z.strictObject({
  $schema: z.string().optional(),
  mode: z
    .enum(['paper', 'validate', 'live'], {
      error: ({ input }) => `${JSON.stringify(input)} is not paper, validate or live`,
    })
    .default('paper')
    .describe(
      'live trades with real money, and only when the command line says --live as well; validate has Kraken check every order and execute none',
    ),
  pair: text('a pair').describe('in any spelling: XXBTZUSD, XBTUSD, BTC/USD'),
  period: z
    .number({ error: ({ input }) => `${JSON.stringify(input)} is not one of ${INTERVALS.join(' ')} minutes` })
    .refine(isInterval, {
      error: ({ input }) => `${JSON.stringify(input)} is not one of ${INTERVALS.join(' ')} minutes`,
    })
    .default(5)
    .describe('candle interval in minutes'),
  ticker: amount('a number of seconds')
    .optional()
    .describe('seconds between tickers to build candles of; market trades when left out'),
  strategy,
  volume: amount('a quantity').optional().describe('order volume in base currency; 0.002 when left out'),
  fraction: amount('a share', { above: 0, to: 1 }).optional().describe('order volume as a share of equity instead'),
  balance: amount('an amount').optional().describe('start balance on paper, in quote currency; 10000 when left out'),
  fee: percentage('a fee')
    .optional()
    .describe("fee in % on paper, of takers and makers; Kraken's for the tier when left out"),
  makerFee: percentage('a fee').optional().describe('fee in % on paper of makers alone'),
  feeTier: amount('a volume', { from: 0 })
    .optional()
    .describe('30-day volume in USD that decides the fee tier on paper; 0 when left out'),
  latency: amount('a number of milliseconds', { from: 0 })
    .optional()
    .describe('how long an order is on its way on paper, in milliseconds; 100 when left out'),
  leverage: z.int().min(2).optional().describe('sell short, with borrowed money: 2 to what Kraken offers for the pair'),
  marginLongs: z.boolean().optional().describe('with leverage: buy with borrowed money too'),
  guards: z
    .enum(['exchange', 'exchange-target', 'bot'])
    .optional()
    .describe('stops and targets: exchange (a stop rests there), exchange-target (a target does), bot (held)'),
  risk: RiskLimits.optional().describe('what the bot may do at most'),
  strategyLimit: amount('a number of seconds')
    .optional()
    .describe('a strategy that takes longer than so many seconds for a candle ends the bot with 5; 30 when left out'),
  deadMan: amount('a number of seconds', { from: 15, to: 3600 })
    .optional()
    .describe(
      "live: Kraken cancels all the account's orders when the process is not heard of for so many seconds; with guards bot, or deadManCancelsStops",
    ),
  deadManCancelsStops: z.boolean().optional().describe('allows that where stops rest on Kraken'),
  onStop: z.enum(['leave', 'close']).default('leave').describe('what becomes of open trades when the bot is stopped'),
  logFormat: z
    .enum(LOG_FORMATS)
    .optional()
    .describe('of its log, and of the console where it is no terminal: text or json'),
  logKeep: amount('a number of days', { from: 0, to: MOST_DAYS })
    .optional()
    .describe('older logs of this bot are deleted after so many days; none when left out'),
  notifications: notifications.default({}),
});
export type BotConfig = z.infer<typeof BotConfig>;

/** For editors: names, meanings and values of everything in a `bot.json`. */
export function botConfigJsonSchema(): object {
  return { title: 'A bot of Fathom', ...z.toJSONSchema(BotConfig, { io: 'input', unrepresentable: 'any' }) };
}
