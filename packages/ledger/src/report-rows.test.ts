import { Decimal } from '@fathom/contracts';
import { BacktestReport } from '@fathom/contracts/backtest-report';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EquityCurve } from './equity-curve.js';
import { reportEquity, reportOpenTrade, reportTrade } from './report-rows.js';
import { closedTrade } from './testing/closed-trade.js';
import { type ValuedTrade, valueTrade } from './valued-trade.js';

const { trades, openTrades, equity } = BacktestReport.shape;

function openTrade(side: 'long' | 'short', lastPrice: string): ValuedTrade {
  const {
    id,
    quantity,
    openedAt,
    entryOrderId,
    entryPrice,
    entryCost,
    entryFee,
    entryLiquidity,
    slippage,
    entryReason,
  } = closedTrade({ side, quantity: '2', entryFee: '0.5' });
  const entry = { id, side, quantity, openedAt, entryOrderId, entryPrice, entryCost, entryFee, entryLiquidity };
  return valueTrade({ ...entry, rolloverFee: Decimal.ZERO, slippage, entryReason }, Decimal.parse(lastPrice));
}

describe('report rows', () => {
  it('tell of a closed trade with both fees as one', () => {
    const row = reportTrade(closedTrade({ exitPrice: '112', entryFee: '0.4', exitFee: '0.6', slippage: '0.05' }));
    expect(trades.element.parse(row)).toEqual(row);
    expect(row).toMatchObject({ entryPrice: '100', exitPrice: '112', fees: '1', slippage: '0.05', profit: '11' });
    expect(row.profitPercent).toBe(11);
    expect([row.openedAt, row.entryLiquidity]).toEqual(['1970-01-01T00:00:00.000Z', 'taker']);
  });

  it('value open trades at the last price after the entry fee', () => {
    const long = reportOpenTrade(openTrade('long', '110')); // 220 − 200 − 0.5
    const short = reportOpenTrade(openTrade('short', '110')); // 200 − 220 − 0.5
    expect(openTrades.parse([long, short])).toEqual([long, short]);
    expect([long.profit, long.profitPercent, long.lastPrice, long.fees]).toEqual(['19.5', 9.75, '110', '0.5']);
    expect([short.profit, short.profitPercent]).toEqual(['-20.5', -10.25]);
  });

  it('write equity as decimal text within half a unit of the eighth digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        const curve = new EquityCurve({ startBalance: 1000, startTime: 0 });
        curve.mark(1, value, false);
        const rows = reportEquity(curve.points());
        expect(equity.parse(rows)).toEqual(rows);
        const text = rows[1]?.equity ?? '';
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5e-8 + Math.abs(value) * Number.EPSILON);
        expect(text).not.toMatch(/^-0$|\.\d*0$|\.$/);
      }),
    );
    const curve = new EquityCurve({ startBalance: 0.1 + 0.2, startTime: 0 });
    expect(reportEquity(curve.points())).toEqual([{ time: '1970-01-01T00:00:00.000Z', equity: '0.3' }]);
  });
});
