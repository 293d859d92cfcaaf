import { z } from 'zod';

const micros = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const side = z.enum(['buy', 'sell']);
const fees = z.array(z.strictObject({ asset: z.string(), qty: z.number() }));

const triggers = z.strictObject({
  price: z.number(),
  price_type: z.enum(['static', 'pct', 'quote']),
  reference: z.enum(['last', 'index']),
  last_price: z.number().optional(),
  status: z.enum(['triggered', 'untriggered']),
});

const status = z.enum(['pending_new', 'new', 'partially_filled', 'filled', 'canceled', 'expired']);

const anyUpdate = {
  order_id: z.string(),
  order_userref: z.int(),
  cl_ord_id: z.string().optional(),
  order_status: status,
  post_only: z.literal(true).optional(),
  ratecount: z.int().optional(),
  timestamp: micros,
};
const wholeOrder = {
  ...anyUpdate,
  symbol: z.string(),
  order_qty: z.number(),
  display_qty: z.number().optional(),
  cum_cost: z.number(),
  time_in_force: z.enum(['GTC', 'IOC', 'GTD']),
  side,
  order_type: z.string(),
  limit_price_type: z.literal('static').optional(),
  limit_price: z.number().optional(),
  stop_price: z.number(),
  triggers: triggers.optional(),
  trigger: z.string().optional(),
  margin: z.boolean().optional(),
  reduce_only: z.literal(true).optional(),
  effective_time: micros.optional(),
  expire_time: micros.optional(),
  fee_usd_equiv: z.number(),
  fee_ccy_pref: z.enum(['fciq', 'fcib']),
};
const sums = { cum_qty: z.number(), cum_cost: z.number(), fee_usd_equiv: z.number(), avg_price: z.number() };
const reason = { reason: z.string().optional(), cancel_reason: z.string().optional() };

/** One entry of an `executions` frame. */
export const execution = z.union([
  z.strictObject({
    exec_type: z.literal('pending_new'),
    ...wholeOrder,
    ...z.strictObject(sums).partial().shape,
    cum_cost: z.number(),
    fee_usd_equiv: z.number(),
  }),
  z.union([
    z.strictObject({ exec_type: z.literal('new'), ...anyUpdate }),
    // In a snapshot.
    z.strictObject({ exec_type: z.literal('new'), ...wholeOrder, ...sums }),
  ]),
  z.strictObject({ exec_type: z.literal('status'), ...anyUpdate, triggers: triggers.optional() }),
  z.strictObject({
    exec_type: z.literal('trade'),
    order_id: z.string(),
    order_userref: z.int(),
    cl_ord_id: z.string().optional(),
    exec_id: z.string(),
    trade_id: z.int(),
    symbol: z.string(),
    side,
    last_qty: z.number(),
    last_price: z.number(),
    liquidity_ind: z.enum(['m', 't']),
    margin: z.literal(true).optional(),
    margin_borrow: z.boolean().optional(),
    liquidated: z.boolean().optional(),
    cost: z.number(),
    order_status: status,
    order_type: z.string(),
    sender_sub_id: z.string().optional(),
    ratecount: z.int().optional(),
    timestamp: micros,
    fee_usd_equiv: z.number(),
    fees,
  }),
  z.strictObject({ exec_type: z.enum(['filled', 'expired', 'canceled']), ...anyUpdate, ...sums, ...reason }),
  z.strictObject({
    exec_type: z.literal('amended'),
    ...anyUpdate,
    amended: z.literal(true),
    cum_qty: z.number(),
    order_qty: z.number(),
    display_qty: z.number().optional(),
    limit_price: z.number().optional(),
    limit_price_type: z.literal('static').optional(),
    triggers: triggers.optional(),
    ...reason,
  }),
]);
