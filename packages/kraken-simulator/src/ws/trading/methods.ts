import { type Fields, Refused } from '../fields.js';
import type { Json, JsonObject } from '../json.js';
import type { CallAnswer, CallParameters } from '../ports.js';
import { listIn, numberIn, resultOf, textIn } from './call-result.js';
import { known, type Leverage, orderParameters, pricesOf } from './order-parameters.js';

/** How a method reaches the account: REST's own calls, so that both ways in obey the same rules. */
interface Desk {
  call(method: string, parameters: CallParameters): CallAnswer;
  readonly leverage: Leverage;
}

/** One answer: a result, or members beside it. */
interface Done {
  readonly result?: Json;
  readonly more?: JsonObject;
}

/** A trading method; what it throws as `Refused` is the error of its answer. Several answers only where several things were asked. */
export type TradingMethod = (params: Fields, desk: Desk) => readonly (() => Done)[];

/** The trading methods of Kraken's WebSocket v2 (docs.kraken.com), each in terms of REST. */
export const TRADING_METHODS: ReadonlyMap<string, TradingMethod> = new Map([
  ['add_order', one(addOrder)],
  ['amend_order', one(amendOrder)],
  ['edit_order', one(editOrder)],
  ['cancel_order', cancelOrder],
  ['cancel_all', one(cancelAll)],
  ['cancel_all_orders_after', one(cancelAllOrdersAfter)],
  ['batch_add', one(batchAdd)],
  ['batch_cancel', one(batchCancel)],
]);

function one(method: (params: Fields, desk: Desk) => Done): TradingMethod {
  return (params, desk) => [() => method(params, desk)];
}

function addOrder(params: Fields, desk: Desk): Done {
  const answer = resultOf(desk.call('AddOrder', orderParameters(params, desk.leverage)));
  return { result: orderResult(textIn(answer, 'txid'), params) };
}

function amendOrder(params: Fields, desk: Desk): Done {
  const orderId = params.text('order_id');
  const clientOrderId = params.text('cl_ord_id');
  const answer = resultOf(
    desk.call(
      'AmendOrder',
      known({
        txid: orderId,
        cl_ord_id: clientOrderId,
        order_qty: params.number('order_qty'),
        display_qty: params.number('display_qty'),
        limit_price: params.number('limit_price'),
        trigger_price: params.number('trigger_price'),
        post_only: params.flag('post_only') === true ? 'true' : undefined,
        deadline: params.text('deadline'),
      }),
    ),
  );
  return { result: { amend_id: textIn(answer, 'amend_id'), order_id: orderId, cl_ord_id: clientOrderId } };
}

function editOrder(params: Fields, desk: Desk): Done {
  const flags = params.flag('post_only') === true ? 'post' : undefined;
  const answer = resultOf(
    desk.call(
      'EditOrder',
      known({
        txid: params.text('order_id'),
        pair: params.text('symbol'),
        volume: params.number('order_qty'),
        ...pricesOf(params),
        displayvol: params.number('display_qty'),
        oflags: flags,
        userref: params.integer('order_userref')?.toString(),
        deadline: params.text('deadline'),
        validate: params.flag('validate') === true ? 'true' : undefined,
      }),
    ),
  );
  return { result: { order_id: textIn(answer, 'txid'), original_order_id: textIn(answer, 'originaltxid') } };
}

/** Every id has an answer of its own. */
function cancelOrder(params: Fields, desk: Desk): (() => Done)[] {
  const asked = [
    ...(params.texts('order_id') ?? []).map((id) => ({ call: { txid: id }, result: { order_id: id } })),
    ...(params.texts('cl_ord_id') ?? []).map((id) => ({ call: { cl_ord_id: id }, result: { cl_ord_id: id } })),
    ...(params.integers('order_userref') ?? []).map((id) => ({
      call: { txid: id },
      result: { order_userref: Number(id) },
    })),
  ];
  if (asked.length === 0) throw new Refused('EGeneral:Invalid arguments:order_id');
  return asked.map(({ call, result }) => () => {
    resultOf(desk.call('CancelOrder', call));
    return { result };
  });
}

function cancelAll(_params: Fields, desk: Desk): Done {
  return { result: { count: numberIn(resultOf(desk.call('CancelAll', {})), 'count') } };
}

function cancelAllOrdersAfter(params: Fields, desk: Desk): Done {
  const timeout = params.integer('timeout');
  const answer = resultOf(desk.call('CancelAllOrdersAfter', known({ timeout: timeout?.toString() })));
  return { result: { currentTime: textIn(answer, 'currentTime'), triggerTime: textIn(answer, 'triggerTime') } };
}

function batchAdd(params: Fields, desk: Desk): Done {
  const orders = params.objects('orders') ?? [];
  const symbol = params.text('symbol');
  const leverage: Leverage = (pair, side) => desk.leverage(symbol ?? pair, side);
  const answer = resultOf(
    desk.call('AddOrderBatch', {
      ...known({
        pair: symbol,
        deadline: params.text('deadline'),
        validate: params.flag('validate') === true ? 'true' : undefined,
      }),
      orders: orders.map((order) => orderParameters(order, leverage)),
    }),
  );
  const result = listIn(answer, 'orders').map((entry, index) => {
    const error = textIn(entry, 'error');
    const order = orders[index];
    return error === undefined && order !== undefined ? orderResult(textIn(entry, 'txid'), order) : { error };
  });
  return { result };
}

function batchCancel(params: Fields, desk: Desk): Done {
  const parameters = known({
    orders: params.texts('orders')?.join(','),
    cl_ord_ids: params.texts('cl_ord_id')?.join(','),
  });
  const answer = resultOf(desk.call('CancelOrderBatch', parameters));
  return { more: { orders_cancelled: numberIn(answer, 'count') } };
}

function orderResult(orderId: string | undefined, params: Fields): JsonObject {
  return { order_id: orderId, cl_ord_id: params.text('cl_ord_id'), order_userref: params.integer('order_userref') };
}
