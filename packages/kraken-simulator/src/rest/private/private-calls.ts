import { addOrder } from './add-order.js';
import { addOrderBatch } from './add-order-batch.js';
import { amendOrder } from './amend-order.js';
import { balance, balanceEx } from './balance.js';
import { cancelAll, cancelAllOrdersAfter, cancelOrder, cancelOrderBatch } from './cancel-orders.js';
import { closedOrders } from './closed-orders.js';
import { editOrder } from './edit-order.js';
import { getWebSocketsToken } from './get-websockets-token.js';
import { ledgers, queryLedgers } from './ledgers.js';
import { openOrders } from './open-orders.js';
import { openPositions } from './open-positions.js';
import { orderAmends } from './order-amends.js';
import type { PrivateCall } from './private-call.js';
import { queryOrders } from './query-orders.js';
import { queryTrades } from './query-trades.js';
import { tradeBalance } from './trade-balance.js';
import { tradeVolume } from './trade-volume.js';
import { tradesHistory } from './trades-history.js';

/** Every call below `/0/private/`. */
export const PRIVATE_CALLS: ReadonlyMap<string, PrivateCall> = new Map([
  ['AddOrder', addOrder],
  ['AddOrderBatch', addOrderBatch],
  ['AmendOrder', amendOrder],
  ['Balance', balance],
  ['BalanceEx', balanceEx],
  ['CancelAll', cancelAll],
  ['CancelAllOrdersAfter', cancelAllOrdersAfter],
  ['CancelOrder', cancelOrder],
  ['CancelOrderBatch', cancelOrderBatch],
  ['ClosedOrders', closedOrders],
  ['EditOrder', editOrder],
  ['GetWebSocketsToken', getWebSocketsToken],
  ['Ledgers', ledgers],
  ['OpenOrders', openOrders],
  ['OpenPositions', openPositions],
  ['OrderAmends', orderAmends],
  ['QueryLedgers', queryLedgers],
  ['QueryOrders', queryOrders],
  ['QueryTrades', queryTrades],
  ['TradeBalance', tradeBalance],
  ['TradeVolume', tradeVolume],
  ['TradesHistory', tradesHistory],
]);
