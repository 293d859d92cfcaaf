import type { OrderReported, OrderReportKind, ReportedBalance, ReportedFill } from './account-events.js';
import { Fields } from './frame-fields.js';

// Entries of account frames, each as its fields stand in docs.kraken.com, WebSocket v2. All throw a `FrameError`.

const KINDS: Readonly<Record<string, OrderReportKind>> = {
  pending_new: 'received',
  new: 'opened',
  trade: 'filled-partly-or-wholly',
  filled: 'completed',
  canceled: 'canceled',
  expired: 'expired',
  amended: 'amended',
  restated: 'amended',
};

/** An entry of `executions`. Later reports of an order hold its id and what has changed, not even its pair. */
export function executionEntry(fields: Fields, isSnapshot: boolean, receivedAt: number): OrderReported {
  const word = fields.text('exec_type');
  return {
    type: 'order-reported',
    time: fields.time('timestamp'),
    receivedAt,
    isSnapshot,
    kind: KINDS[word] ?? 'other',
    orderId: fields.text('order_id'),
    ...defined({
      clientOrderId: fields.optionalText('cl_ord_id'),
      pair: fields.optionalText('symbol'),
      side: fields.has('side') ? fields.oneOf('side', ['buy', 'sell']) : undefined,
      quantity: fields.optionalDecimal('order_qty'),
      filledQuantity: fields.optionalDecimal('cum_qty'),
      limitPrice: fields.optionalDecimal('limit_price'),
      // `cancel_reason` is the older name.
      reason: fields.optionalText('reason') ?? fields.optionalText('cancel_reason'),
      fill: word === 'trade' ? fillOf(fields) : undefined,
    }),
  };
}

function fillOf(fields: Fields): ReportedFill {
  const price = fields.decimal('last_price');
  const quantity = fields.decimal('last_qty');
  const fees = fields.has('fees') ? fields.list('fees').map((fee) => new Fields(fee)) : [];
  return {
    id: fields.text('exec_id'),
    price,
    quantity,
    cost: fields.optionalDecimal('cost') ?? price.times(quantity),
    fees: fees.map((fee) => ({ asset: fee.text('asset'), quantity: fee.decimal('qty') })),
    ...defined({ feeUsd: fields.optionalDecimal('fee_usd_equiv') }),
    liquidity: fields.oneOf('liquidity_ind', ['m', 't']) === 'm' ? 'maker' : 'taker',
  };
}

/** An entry of `balances`. */
export function balanceEntry(fields: Fields): ReportedBalance {
  const wallet = fields.optionalText('wallet_type');
  return {
    asset: fields.text('asset'),
    balance: fields.decimal('balance'),
    ...defined({
      change: fields.optionalDecimal('amount'),
      fee: fields.optionalDecimal('fee'),
      cause: fields.optionalText('type'),
      wallet: wallet === undefined ? undefined : `${wallet}/${fields.text('wallet_id')}`,
    }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are undefined. */
function defined<T extends object>(members: T): Defined<T> {
  const kept: Defined<T> = {};
  for (const name of keysOf(members)) {
    const value = members[name];
    if (isDefined(value)) kept[name] = value;
  }
  return kept;
}

function keysOf<T extends object>(members: T): (keyof T)[] {
  return Object.keys(members).filter((name): name is Extract<keyof T, string> => name in members);
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
