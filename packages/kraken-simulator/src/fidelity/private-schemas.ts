import { z } from 'zod';
import { amount, anyPrice, figure, id, instant, reference, seconds, side, sometimes } from './fields.js';

const by = (schema: z.ZodType) => z.record(id, schema);

const description = z.strictObject({
  pair: z.string(),
  aclass: sometimes(z.literal('forex'), 'in answers since about 2024'),
  type: side,
  ordertype: z.string(),
  price: anyPrice,
  price2: anyPrice,
  leverage: z.string().regex(/^(none|\d+:1)$/),
  // The one recording that was wrapped by its editor has a line break in the middle.
  order: z.string().regex(/^(buy|sell)\s+\d+\.\d{8} \w+ @ /),
  close: z.string(),
});

const order = {
  // Left out in the recording of December 2019, which was shortened by hand.
  refid: sometimes(z.union([z.null(), id]), 'left out by hand in one recording'),
  link_id: sometimes(id, 'of orders of 2022 on; what it links is not documented, so the local one has none'),
  userref: sometimes(z.union([z.null(), z.int()]), 'left out by hand in one recording'),
  cl_ord_id: sometimes(z.string(), 'where the client gave one'),
  status: z.enum(['pending', 'open', 'closed', 'canceled', 'expired']),
  opentm: seconds,
  starttm: seconds,
  expiretm: seconds,
  descr: description,
  vol: amount,
  vol_exec: amount,
  cost: amount,
  fee: amount,
  price: amount,
  stopprice: amount,
  limitprice: amount,
  trigger: sometimes(z.enum(['last', 'index']), 'of conditional orders'),
  margin: sometimes(z.boolean(), 'of leveraged orders; in one recording of another'),
  reduce_only: sometimes(z.literal(true), 'where it was asked for'),
  timeinforce: sometimes(z.enum(['GTC', 'IOC', 'GTD']), 'where it was asked for; documented, never recorded'),
  displayvol: sometimes(amount, 'of icebergs; documented, never recorded'),
  misc: z.string(),
  oflags: z.string(),
  trades: sometimes(z.array(id), 'when asked for'),
};
const openOrder = z.strictObject(order);
const closedOrder = z.strictObject({ ...order, reason: z.union([z.null(), z.string()]), closetm: seconds });

const trade = z.strictObject({
  ordertxid: id,
  postxid: id,
  pair: z.string(),
  aclass: sometimes(z.literal('forex'), 'in answers since about 2024'),
  time: seconds,
  type: side,
  ordertype: z.string(),
  price: amount,
  cost: amount,
  fee: amount,
  vol: amount,
  margin: amount,
  leverage: sometimes(figure, 'came after 2020'),
  misc: z.string(),
  trade_id: sometimes(z.int(), 'came after 2020'),
  maker: sometimes(z.boolean(), 'came after 2020'),
  posstatus: sometimes(z.enum(['open', 'closed']), 'of what opened a position'),
  ledgers: sometimes(z.array(id), 'when asked for'),
});

const ledgerEntry = z.strictObject({
  aclass: z.literal('currency'),
  amount,
  asset: z.string(),
  balance: amount,
  fee: amount,
  refid: reference,
  time: seconds,
  type: z.string(),
  subtype: sometimes(z.string(), 'came after 2020'),
});

const position = {
  pair: z.string(),
  type: side,
  cost: amount,
  fee: amount,
  vol: amount,
  vol_closed: amount,
  margin: amount,
  value: sometimes(figure, 'with docalcs'),
  net: sometimes(z.string().regex(/^[+-]\d+\.\d+$/), 'with docalcs'),
};

const fee = z.strictObject({
  fee: amount,
  minfee: amount,
  maxfee: amount,
  nextfee: z.union([amount, z.null()]),
  tiervolume: amount,
  nextvolume: z.union([amount, z.null()]),
});
const fees = z.union([z.null(), z.record(z.string(), fee)]);

const words = z.strictObject({
  order: z.string(),
  close: sometimes(z.string(), 'with a conditional close'),
});
const count = z.strictObject({ count: z.int() });

/** The `result` of every private call. */
export const PRIVATE_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Balance: z.record(z.string(), amount),
  BalanceEx: z.record(z.string(), z.strictObject({ balance: amount, hold_trade: amount })),
  TradeBalance: z.strictObject({
    eb: amount,
    tb: amount,
    m: amount,
    uv: sometimes(amount, 'came after 2020'),
    n: amount,
    c: amount,
    v: amount,
    e: amount,
    mf: amount,
    ml: sometimes(amount, 'with open positions'),
  }),
  OpenOrders: z.strictObject({ open: by(openOrder) }),
  ClosedOrders: z.strictObject({ closed: by(closedOrder), count: sometimes(z.int(), 'unless it is not wanted') }),
  QueryOrders: by(z.union([closedOrder, openOrder])),
  OrderAmends: z.strictObject({
    amends: z.array(
      z.strictObject({
        amend_id: id,
        amend_type: z.enum(['original', 'user', 'restated']),
        order_qty: amount,
        display_qty: sometimes(amount, 'of icebergs'),
        remaining_qty: amount,
        limit_price: sometimes(amount, 'where there is one'),
        trigger_price: sometimes(amount, 'where there is one'),
        reason: sometimes(z.string(), 'of amendments'),
        post_only: sometimes(z.boolean(), 'where it was asked for'),
        timestamp: z.int(),
      }),
    ),
    count: z.int(),
  }),
  TradesHistory: z.strictObject({ trades: by(trade), count: sometimes(z.int(), 'unless it is not wanted') }),
  QueryTrades: by(trade),
  OpenPositions: z.union([
    by(
      z.strictObject({
        ...position,
        ordertxid: id,
        posstatus: z.literal('open'),
        time: seconds,
        ordertype: z.string(),
        terms: z.string().regex(/^\d\.\d{4}% per 4 hours$/),
        rollovertm: z.string().regex(/^\d+$/),
        misc: z.string(),
        oflags: z.string(),
      }),
    ),
    z.array(z.strictObject({ ...position, positions: z.string().regex(/^\d+$/), leverage: amount })),
  ]),
  Ledgers: z.strictObject({ ledger: by(ledgerEntry), count: sometimes(z.int(), 'unless it is not wanted') }),
  QueryLedgers: by(ledgerEntry),
  TradeVolume: z.strictObject({ currency: z.literal('ZUSD'), volume: amount, fees, fees_maker: fees }),
  AddOrder: z.strictObject({ descr: words, txid: sometimes(z.tuple([id]), 'unless it is only validated') }),
  AddOrderBatch: z.strictObject({
    orders: z.array(z.union([z.strictObject({ txid: id, descr: words }), z.strictObject({ error: z.string() })])),
  }),
  AmendOrder: z.strictObject({ amend_id: id }),
  EditOrder: z.strictObject({
    status: z.literal('ok'),
    txid: id,
    originaltxid: id,
    newuserref: sometimes(z.int(), 'where the client gave one'),
    olduserref: sometimes(z.int(), 'where the old order had one'),
    volume: amount,
    price: sometimes(amount, 'of orders with one'),
    price2: sometimes(amount, 'of orders with two'),
    orders_cancelled: z.int(),
    descr: words,
  }),
  CancelOrder: count,
  CancelOrderBatch: count,
  CancelAll: count,
  CancelAllOrdersAfter: z.strictObject({ currentTime: instant, triggerTime: z.union([instant, z.literal('0')]) }),
  GetWebSocketsToken: z.strictObject({ token: z.string().regex(/^[A-Za-z0-9+/]{43}$/), expires: z.literal(900) }),
};
