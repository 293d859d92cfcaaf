/** What a key may do, as Kraken's page for keys offers it. */
export const PERMISSIONS = [
  'query-funds',
  'withdraw',
  'query-open-orders',
  'query-closed-orders',
  'modify-orders',
  'cancel-orders',
  'query-ledger',
  'export-data',
  'websockets',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const QUERY_ORDERS: readonly Permission[] = ['query-open-orders', 'query-closed-orders'];
const CANCEL: readonly Permission[] = ['cancel-orders', 'modify-orders'];

/** Any one of these is enough for the call (docs.kraken.com, "API key permissions" and each call's page). */
export const NEEDED: Readonly<Record<string, readonly Permission[]>> = {
  Balance: ['query-funds'],
  BalanceEx: ['query-funds'],
  TradeBalance: ['query-funds'],
  TradeVolume: ['query-funds'],
  OpenOrders: ['query-open-orders'],
  OpenPositions: ['query-open-orders'],
  OrderAmends: QUERY_ORDERS,
  QueryOrders: QUERY_ORDERS,
  QueryTrades: QUERY_ORDERS,
  TradesHistory: QUERY_ORDERS,
  ClosedOrders: ['query-closed-orders'],
  Ledgers: ['query-ledger'],
  QueryLedgers: ['query-ledger'],
  AddOrder: ['modify-orders'],
  AddOrderBatch: ['modify-orders'],
  EditOrder: ['modify-orders'],
  AmendOrder: CANCEL,
  CancelOrder: CANCEL,
  CancelOrderBatch: CANCEL,
  CancelAll: CANCEL,
  CancelAllOrdersAfter: CANCEL,
  GetWebSocketsToken: ['websockets'],
};
