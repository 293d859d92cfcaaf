import { type ClosedTrade, Decimal, type Fill, type OpenTrade, type OrderIntended } from '@fathom/contracts';

// What happens to a bot, for tests: the trade of the original's documentation.

const money = (text: string): Decimal => Decimal.parse(text);

export const fill: Fill = {
  id: 'F-1',
  time: 2_000,
  price: money('8121.2'),
  quantity: money('0.002'),
  cost: money('16.2424'),
  fee: money('0.04223024'),
  liquidity: 'taker',
  slippage: Decimal.ZERO,
};

export const openTrade: OpenTrade = {
  id: '197-a',
  side: 'long',
  quantity: money('0.002'),
  entryPrice: 8121.2,
  decisionPrice: 8120,
  openedAt: 2_000,
  isClosing: false,
};

export const closedTrade: ClosedTrade = {
  id: '197-a',
  side: 'long',
  quantity: money('0.002'),
  openedAt: 2_000,
  closedAt: 9_000,
  entryOrderId: 'O534UO-LTVCP-6NNUMC',
  exitOrderId: 'OSR3G5-THKZ5-CYHFVJ',
  entryPrice: money('8121.2'),
  exitPrice: money('8364.2'),
  entryCost: money('16.2424'),
  exitCost: money('16.7284'),
  entryFee: money('0.04223024'),
  exitFee: money('0.04349384'),
  entryLiquidity: 'taker',
  exitLiquidity: 'taker',
  rolloverFee: Decimal.ZERO,
  slippage: Decimal.ZERO,
  profit: money('0.40027592'),
  entryReason: 'macdCrossover',
  exitReason: 'takeProfit',
};

export function intended(clientOrderId: string, purpose: OrderIntended['purpose'] = 'entry'): OrderIntended {
  const order = { clientOrderId, quantity: money('0.002'), time: 1_000, type: 'market', side: 'buy' } as const;
  return { type: 'order-intended', time: 1_000, order, purpose, tradeId: '197-a', reason: 'macdCrossover' };
}
