/** Every call the client makes, by Kraken's names. */
export const KNOWN_CALLS = {
  public: ['Time', 'SystemStatus', 'Assets', 'AssetPairs', 'Ticker', 'OHLC', 'Depth', 'Trades', 'Spread'],
  private: [
    'Balance',
    'BalanceEx',
    'TradeBalance',
    'OpenOrders',
    'ClosedOrders',
    'QueryOrders',
    'TradesHistory',
    'QueryTrades',
    'OpenPositions',
    'Ledgers',
    'QueryLedgers',
    'TradeVolume',
    'AddOrder',
    'AmendOrder',
    'CancelOrder',
    'CancelAll',
    'CancelAllOrdersAfter',
    'GetWebSocketsToken',
  ],
} as const;
