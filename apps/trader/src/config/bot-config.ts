import { INTERVALS, type Interval } from '@fathom/contracts';
import { RiskLimits } from '@fathom/contracts/risk-limits';
import * as z from 'zod';
import { KINDS, SEVERITIES } from '../watch/watch-plan.js';

function isInterval(value: number): value is Interval {
  return INTERVALS.some((interval) => interval === value);
}

const amount = (what: string) =>
  z
    .union([z.number(), z.string()])
    .transform(String)
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0, {
      error: ({ input }) => `${JSON.stringify(input)} is not ${what} above 0`,
    });

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

/** What `bot.json` holds. A bot is a folder, and its name is the folder's. */
export const BotConfig = z.strictObject({
  $schema: z.string().optional(),
  mode: z
    .enum(['paper', 'live'], { error: ({ input }) => `${JSON.stringify(input)} is not paper or live` })
    .default('paper')
    .describe('live trades with real money, and only when the command line says --live as well'),
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
  fraction: z.number().gt(0).lte(1).optional().describe('order volume as a share of equity instead'),
  balance: amount('an amount').optional().describe('start balance on paper, in quote currency'),
  leverage: z.int().min(2).optional().describe('sell short, with borrowed money: 2 to what Kraken offers for the pair'),
  marginLongs: z.boolean().optional().describe('with leverage: buy with borrowed money too'),
  guards: z
    .enum(['exchange', 'exchange-target', 'bot'])
    .optional()
    .describe('stops and targets: exchange (a stop rests there), exchange-target (a target does), bot (held)'),
  risk: RiskLimits.optional().describe('what the bot may do at most'),
  onStop: z.enum(['leave', 'close']).default('leave').describe('what becomes of open trades when the bot is stopped'),
  notifications: notifications.default({}),
});
export type BotConfig = z.infer<typeof BotConfig>;

/** For editors: names, meanings and values of everything in a `bot.json`. */
export function botConfigJsonSchema(): object {
  return { title: 'A bot of Fathom', ...z.toJSONSchema(BotConfig, { io: 'input', unrepresentable: 'any' }) };
}
