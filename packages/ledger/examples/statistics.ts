import { type ClosedTrade, Decimal } from '@fathom/contracts';
import { EquityCurve, statistics, tradeRow } from '@fathom/ledger';

const d = (text: string) => Decimal.parse(text);
const start = Date.UTC(2018, 3, 13);
const trade: ClosedTrade = {
  id: '1',
  side: 'long',
  quantity: d('0.002'),
  openedAt: Date.UTC(2018, 3, 13, 14, 54, 50),
  closedAt: Date.UTC(2018, 3, 15, 11, 8, 10),
  entryOrderId: 'O534UO-LTVCP-6NNUMC',
  exitOrderId: 'OSR3G5-THKZ5-CYHFVJ',
  entryPrice: d('8121.2'),
  exitPrice: d('8364.2'),
  entryCost: d('16.2424'),
  exitCost: d('16.7284'),
  entryFee: d('0.04223024'),
  exitFee: d('0.04349384'),
  entryLiquidity: 'taker',
  exitLiquidity: 'taker',
  rolloverFee: Decimal.ZERO,
  slippage: Decimal.ZERO,
  profit: d('0.40027592'),
  entryReason: 'macdCrossover',
  exitReason: 'takeProfit',
};

const curve = new EquityCurve({ startBalance: 1000, startTime: start });
for (const [day, equity] of [1000.12, 999.87, 1000.40027592].entries()) {
  curve.mark(start + (day + 1) * 86_400_000, equity, day < 2);
}

const figures = statistics({
  trades: [trade],
  openTrades: [],
  curve,
  startBalance: d('1000'),
  interval: 1440,
  market: { firstClose: 7880, lastClose: 8364.2, feePercent: 0.26 },
  refusedEntries: 0,
  dataGaps: 0,
  missingCandles: 0,
  ambiguousCandles: 0,
});

console.log(tradeRow(trade, 'USD').text);
console.log(`final equity ${figures.finalEquity}, worst fall ${figures.maxDrawdownPercent.toFixed(3)} %`);
console.log(
  `held instead: ${figures.buyAndHoldPercent?.toFixed(2)} %, exposed ${figures.exposurePercent?.toFixed(0)} %`,
);
