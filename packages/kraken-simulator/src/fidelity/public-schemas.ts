import { z } from 'zod';
import { amount, figure, instant, sometimes, wholeSeconds } from './fields.js';

const twoAmounts = z.tuple([amount, amount]);
const best = z.tuple([amount, z.string().regex(/^\d+$/), amount]);
const tier = z.tuple([z.number(), z.number()]);
const level = z.tuple([amount, amount, wholeSeconds]);

const asset = z.strictObject({
  aclass: z.literal('currency'),
  altname: z.string(),
  decimals: z.int(),
  display_decimals: z.int(),
  collateral_value: sometimes(z.number(), 'of what counts as collateral; came after 2020'),
  status: sometimes(z.string(), 'came after 2020'),
});

const pair = z.strictObject({
  altname: z.string(),
  wsname: sometimes(z.string(), 'dark pools have none'),
  aclass_base: z.literal('currency'),
  base: z.string(),
  aclass_quote: z.literal('currency'),
  quote: z.string(),
  lot: z.literal('unit'),
  cost_decimals: sometimes(z.int(), 'came after 2020'),
  pair_decimals: z.int(),
  lot_decimals: z.int(),
  lot_multiplier: z.literal(1),
  leverage_buy: z.array(z.int()),
  leverage_sell: z.array(z.int()),
  fees: z.array(tier),
  fees_maker: sometimes(z.array(tier), 'pairs without makers had none'),
  fee_volume_currency: z.literal('ZUSD'),
  margin_call: z.int(),
  margin_stop: z.int(),
  ordermin: sometimes(figure, 'not on every pair in 2019'),
  costmin: sometimes(figure, 'came after 2020'),
  tick_size: sometimes(figure, 'came after 2020'),
  status: sometimes(z.string(), 'came after 2020'),
  long_position_limit: sometimes(z.number(), 'came after 2020, changes daily; not in the local one'),
  short_position_limit: sometimes(z.number(), 'came after 2020, changes daily; not in the local one'),
});

/** Lists by pair, beside `last`. */
function listed<Row extends z.ZodType, Last extends z.ZodType>(row: Row, last: Last) {
  return z.object({ last }).catchall(z.array(row));
}

/** The `result` of every public call. */
export const PUBLIC_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Time: z.strictObject({
    unixtime: wholeSeconds,
    rfc1123: z.string().regex(/^[A-Z][a-z]{2}, [ \d]\d [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \+0000$/),
  }),
  SystemStatus: z.strictObject({ status: z.string(), timestamp: instant }),
  Assets: z.record(z.string(), asset),
  AssetPairs: z.record(z.string(), pair),
  Ticker: z.record(
    z.string(),
    z.strictObject({
      a: best,
      b: best,
      c: twoAmounts,
      v: twoAmounts,
      p: twoAmounts,
      t: z.tuple([z.int(), z.int()]),
      l: twoAmounts,
      h: twoAmounts,
      o: amount,
    }),
  ),
  OHLC: listed(z.tuple([wholeSeconds, amount, amount, amount, amount, amount, amount, z.int()]), wholeSeconds),
  Depth: z.record(z.string(), z.strictObject({ asks: z.array(level), bids: z.array(level) })),
  Trades: listed(
    z.tuple([amount, amount, z.number(), z.enum(['b', 's']), z.enum(['m', 'l']), z.literal(''), z.int()]),
    z.string().regex(/^\d{19}$/),
  ),
  Spread: listed(z.tuple([wholeSeconds, amount, amount]), wholeSeconds),
};
