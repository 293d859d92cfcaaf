import { z } from 'zod';
import { execution } from './execution-schema.js';

// Kraken's frames field by field, as recorded in 2024 and 2026: what is optional here is missing in some of them.

const micros = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const nanos = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
const seconds = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const times = { time_in: micros, time_out: micros };
const answered = { method: z.string(), req_id: z.int().optional(), ...times };
const side = z.enum(['buy', 'sell']);
const level = z.strictObject({ price: z.number(), qty: z.number() });
const type = z.enum(['snapshot', 'update']);

const acknowledged = z.strictObject({
  channel: z.string(),
  depth: z.int().optional(),
  event_trigger: z.enum(['trades', 'bbo']).optional(),
  interval: z.int().optional(),
  maxratecount: z.int().optional(),
  snapshot: z.boolean().optional(),
  symbol: z.string().optional(),
  warnings: z.array(z.string()).optional(),
});

const order = z.strictObject({
  order_id: z.string(),
  cl_ord_id: z.string().optional(),
  order_userref: z.int().optional(),
});

const balance = z.strictObject({
  asset: z.string(),
  asset_class: z.literal('currency'),
  balance: z.number(),
  wallets: z.array(z.strictObject({ type: z.literal('spot'), id: z.literal('main'), balance: z.number() })),
});

const ledger = z.strictObject({
  ledger_id: z.string(),
  ref_id: z.string(),
  timestamp: micros,
  type: z.string(),
  asset: z.string(),
  asset_class: z.literal('currency'),
  category: z.string(),
  wallet_type: z.literal('spot'),
  wallet_id: z.literal('main'),
  amount: z.number(),
  fee: z.number(),
  balance: z.number(),
});

const asset = z.strictObject({
  id: z.string(),
  status: z.string(),
  precision: z.int(),
  precision_display: z.int(),
  borrowable: z.boolean(),
  collateral_value: z.number(),
  margin_rate: z.number(),
});

const pair = z.strictObject({
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  status: z.enum(['online', 'cancel_only', 'post_only', 'limit_only', 'maintenance']),
  qty_precision: z.int(),
  qty_increment: z.number(),
  price_precision: z.int(),
  cost_precision: z.int(),
  marginable: z.boolean(),
  has_index: z.boolean(),
  cost_min: z.number(),
  margin_initial: z.number().optional(),
  position_limit_long: z.int().optional(),
  position_limit_short: z.int().optional(),
  tick_size: z.number(),
  price_increment: z.number(),
  qty_min: z.number(),
});

const schemas = {
  status: z.strictObject({
    channel: z.literal('status'),
    type: z.literal('update'),
    data: z.tuple([
      z.strictObject({
        version: z.string(),
        system: z.enum(['online', 'maintenance', 'cancel_only', 'post_only', 'limit_only']),
        api_version: z.literal('v2'),
        connection_id: z.number().optional(),
      }),
    ]),
  }),
  heartbeat: z.strictObject({ channel: z.literal('heartbeat') }),
  pong: z.strictObject({ method: z.literal('pong'), req_id: z.int().optional(), ...times }),
  refusal: z.strictObject({
    ...answered,
    error: z.string(),
    success: z.literal(false),
    status: z.literal('error').optional(),
    symbol: z.string().optional(),
  }),
  acknowledgement: z.strictObject({ ...answered, success: z.literal(true), result: acknowledged }),
  add_order: z.strictObject({ ...answered, success: z.literal(true), result: order }),
  amend_order: z.strictObject({
    ...answered,
    success: z.literal(true),
    result: z.strictObject({ amend_id: z.string(), order_id: z.string().optional(), cl_ord_id: z.string().optional() }),
  }),
  edit_order: z.strictObject({
    ...answered,
    success: z.literal(true),
    result: z.strictObject({ order_id: z.string(), original_order_id: z.string() }),
  }),
  cancel_order: z.strictObject({
    ...answered,
    success: z.literal(true),
    result: z.union([
      z.strictObject({ order_id: z.string() }),
      z.strictObject({ cl_ord_id: z.string() }),
      z.strictObject({ order_userref: z.int() }),
    ]),
  }),
  cancel_all: z.strictObject({ ...answered, success: z.literal(true), result: z.strictObject({ count: z.int() }) }),
  cancel_all_orders_after: z.strictObject({
    ...answered,
    success: z.literal(true),
    result: z.strictObject({ currentTime: seconds, triggerTime: z.union([seconds, z.literal('0')]) }),
  }),
  batch_add: z.strictObject({ ...answered, success: z.literal(true), result: z.array(order) }),
  batch_cancel: z.strictObject({ ...answered, success: z.literal(true), orders_cancelled: z.int() }),
  ticker: z.strictObject({
    channel: z.literal('ticker'),
    type,
    data: z.tuple([
      z.strictObject({
        symbol: z.string(),
        bid: z.number(),
        bid_qty: z.number(),
        ask: z.number(),
        ask_qty: z.number(),
        last: z.number(),
        volume: z.number(),
        vwap: z.number(),
        low: z.number(),
        high: z.number(),
        change: z.number(),
        change_pct: z.number(),
        timestamp: micros.optional(),
      }),
    ]),
  }),
  book: z.strictObject({
    channel: z.literal('book'),
    type,
    data: z.tuple([
      z.strictObject({
        symbol: z.string(),
        bids: z.array(level),
        asks: z.array(level),
        checksum: z
          .int()
          .min(0)
          .max(2 ** 32 - 1),
        timestamp: micros.optional(),
      }),
    ]),
  }),
  trade: z.strictObject({
    channel: z.literal('trade'),
    type,
    data: z.array(
      z.strictObject({
        symbol: z.string(),
        side,
        price: z.number(),
        qty: z.number(),
        ord_type: z.enum(['market', 'limit']),
        trade_id: z.int(),
        timestamp: micros,
      }),
    ),
  }),
  ohlc: z.strictObject({
    channel: z.literal('ohlc'),
    type,
    timestamp: nanos,
    data: z.array(
      z.strictObject({
        symbol: z.string(),
        open: z.number(),
        high: z.number(),
        low: z.number(),
        close: z.number(),
        trades: z.int(),
        volume: z.number(),
        vwap: z.number(),
        interval_begin: nanos,
        interval: z.int(),
        timestamp: micros,
      }),
    ),
  }),
  instrument: z.strictObject({
    channel: z.literal('instrument'),
    type,
    data: z.strictObject({ assets: z.array(asset), pairs: z.array(pair) }),
  }),
  executions: z.strictObject({ channel: z.literal('executions'), type, data: z.array(execution), sequence: z.int() }),
  balances: z.union([
    z.strictObject({
      channel: z.literal('balances'),
      type: z.literal('snapshot'),
      data: z.array(balance),
      sequence: z.int(),
    }),
    z.strictObject({
      channel: z.literal('balances'),
      type: z.literal('update'),
      data: z.array(ledger),
      sequence: z.int(),
    }),
  ]),
};

/** Which kind of frame it is by its face; `unknown` for none of Kraken's. */
export function kindOf(frame: {
  channel?: string;
  method?: string;
  success?: boolean;
}): keyof typeof schemas | 'unknown' {
  const name =
    frame.success === false
      ? 'refusal'
      : frame.method === 'subscribe' || frame.method === 'unsubscribe'
        ? 'acknowledgement'
        : (frame.channel ?? frame.method ?? 'unknown');
  return isKind(name) ? name : 'unknown';
}

/** What is wrong with a frame by the schema of its kind; undefined when nothing is. */
export function faultOf(text: string): string | undefined {
  const frame = JSON.parse(text);
  const kind = kindOf(frame);
  if (kind === 'unknown') return `a frame of no kind: ${text}`;
  const { error } = schemas[kind].safeParse(frame);
  return error && `${kind}: ${z.prettifyError(error)}\n${text}`;
}

function isKind(name: string): name is keyof typeof schemas {
  return name in schemas;
}
