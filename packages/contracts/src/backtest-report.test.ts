import { describe, expect, it } from 'vitest';
import { BacktestReport } from './backtest-report.js';

const trade: BacktestReport['trades'][number] = {
  id: 't1',
  side: 'long',
  quantity: '0.002',
  openedAt: '2018-04-13T14:54:50.000Z',
  closedAt: '2018-04-15T11:08:10.000Z',
  entryOrderId: 'O534UO-LTVCP-6NNUMC',
  exitOrderId: 'OSR3G5-THKZ5-CYHFVJ',
  entryPrice: '8121.2',
  exitPrice: '8364.2',
  entryLiquidity: 'taker',
  exitLiquidity: 'taker',
  fees: '0.08572408',
  slippage: '0',
  profit: '0.40027592',
  profitPercent: 2.46,
  entryReason: 'macdCrossover',
  exitReason: 'takeProfit',
};

const report: Omit<BacktestReport, 'metrics'> = {
  bot: { id: 320, name: 'Localbot' },
  strategy: { name: 'macd', config: { macdCrossover: true } },
  instrument: { name: 'BTC/USD', id: 'XXBTZUSD', base: 'BTC', quote: 'USD' },
  interval: 5,
  options: {
    balance: '10000',
    sizing: { type: 'quantity', quantity: '0.002' },
    makerFeePercent: 0.16,
    takerFeePercent: 0.26,
    slippageBasisPoints: 0,
  },
  range: {
    start: '2018-04-13T00:00:00.000Z',
    end: '2018-04-16T00:00:00.000Z',
    candles: 864,
    gaps: 0,
    missingCandles: 0,
  },
  trades: [trade],
  openTrades: [],
  refusals: [],
  equity: [{ time: '2018-04-16T00:00:00.000Z', equity: '10000.40027592' }],
  timing: { loadMs: 12.5, runMs: 3, candlesPerSecond: 288_000 },
};

// The metrics have their own schema, which the ledger's statistics are tested against.
const schema = BacktestReport.omit({ metrics: true });

describe('BacktestReport', () => {
  it('takes what a run leaves behind and keeps options it does not know', () => {
    expect(schema.parse(report)).toEqual(report);
  });

  it('survives JSON', () => {
    expect(schema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('demands the metrics', () => {
    expect(BacktestReport.safeParse(report).error?.issues[0]?.path).toEqual(['metrics']);
  });

  it.each([
    ['a bot id of two digits', { bot: { id: 42, name: 'Localbot' } }],
    ['a bot id of four digits', { bot: { id: 1000, name: 'Localbot' } }],
    ['a local time', { equity: [{ time: '2018-04-16 00:00:00', equity: '1' }] }],
    ['a time with an offset', { equity: [{ time: '2018-04-16T00:00:00+02:00', equity: '1' }] }],
    ['money as a number', { equity: [{ time: '2018-04-16T00:00:00.000Z', equity: 1 }] }],
    ['money with an exponent', { equity: [{ time: '2018-04-16T00:00:00.000Z', equity: '1e3' }] }],
    ['a percent that is no number', { trades: [{ ...trade, profitPercent: Number.NaN }] }],
    ['an infinite percent', { trades: [{ ...trade, profitPercent: Number.POSITIVE_INFINITY }] }],
    ['a field of its own making', { trades: [{ ...trade, winner: true }] }],
    ['a trade on no side', { trades: [{ ...trade, side: 'buy' }] }],
  ])('refuses %s', (_, wrong) => {
    expect(schema.safeParse({ ...report, ...wrong }).success).toBe(false);
  });
});
