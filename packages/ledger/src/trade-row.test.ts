import { Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { closedTrade } from './testing/closed-trade.js';
import { OrderRecord } from './records.js';
import { pendingRow, tradeRow } from './trade-row.js';
import { valueTrade } from './valued-trade.js';

/** The original's own example with 0.26 % taker fees: 16.2424 · 0.0026 and 16.7284 · 0.0026. */
const original = {
  ...closedTrade({
    quantity: '0.002',
    openedAt: Date.UTC(2018, 3, 13, 14, 54, 50),
    closedAt: Date.UTC(2018, 3, 15, 11, 8, 10),
    entryPrice: '8121.2',
    exitPrice: '8364.2',
    entryFee: '0.04223024',
    exitFee: '0.04349384',
  }),
  entryOrderId: 'O534UO-LTVCP-6NNUMC',
  exitOrderId: 'OSR3G5-THKZ5-CYHFVJ',
};

const { exitOrderId: _o, exitPrice: _p, exitCost: _c, exitFee: _f, exitLiquidity: _l, ...entered } = original;
const { closedAt: _t, exitReason: _r, profit: _g, ...opened } = entered;

const pending = (type: 'limit' | 'market') => {
  const order = {
    type,
    side: 'sell',
    quantity: Decimal.parse('0.002'),
    price: Decimal.parse('8121.2'),
    time: 0,
  } as const;
  const rest = { extras: undefined, terms: undefined, trade: undefined, reason: 'up', signal: undefined } as const;
  return new OrderRecord({ ...order, ...rest, purpose: 'entry', tradeKey: 7 }, '320-', '-e');
};

describe('tradeRow', () => {
  it("reproduces the original's row with the right arithmetic", () => {
    expect(tradeRow(original, 'USD').text).toBe(
      '2018-04-13 14:54:50 / 2018-04-15 11:08:10 O534UO-LTVCP-6NNUMC BUY 0.002 @ 8121.2 = $16.2424 ' +
        'OSR3G5-THKZ5-CYHFVJ CLOSED Exit Price: 8364.2 P/L:  $0.4003 | $243 (2.992%)',
    );
  });

  it('shows an open trade at its last price, with dashes for what it lacks', () => {
    // 8000 · 0.002 − 16.2424 − 0.04223024 = −0.28463024; −121.2 / 8121.2 = −1.4924 %
    expect(tradeRow(valueTrade(opened, Decimal.parse('8000')), 'USD').text).toBe(
      '2018-04-13 14:54:50 / ---------- --:--:-- O534UO-LTVCP-6NNUMC BUY 0.002 @ 8121.2 = $16.2424 ' +
        '- OPEN Exit Price: - P/L: -$0.2846 | -$121.2 (-1.492%)',
    );
  });

  it('says of a trade that its entry may fill further', () => {
    const partial = { ...valueTrade(opened, Decimal.parse('8000')), isPartial: true };
    expect(tradeRow(partial, 'USD').text).toContain('- PARTIAL Exit Price: - P/L: -$0.2846 |');
  });

  it('counts what was given back already at what it brought', () => {
    const returned = { quantity: Decimal.parse('0.001'), cost: Decimal.parse('9'), fee: Decimal.parse('0.01') };
    // 8000 · 0.001 + 9 − 16.2424 − 0.04223024 − 0.01 = 0.70536976
    expect(valueTrade(opened, Decimal.parse('8000'), returned).profit.toString()).toBe('0.70536976');
  });

  it('has dashes for an entry of which nothing has filled', () => {
    const order = pending('limit');
    expect(pendingRow(order, 'USD').text).toBe(
      '---------- --:--:-- / ---------- --:--:-- 320-7-e SELL 0.002 @ 8121.2 = $16.2424 ' +
        '- PENDING Exit Price: - P/L:  - | -',
    );
    order.accept('O534UO-LTVCP-6NNUMC');
    expect(pendingRow(order, 'USD').text).toContain(' O534UO-LTVCP-6NNUMC SELL ');
    expect(pendingRow(pending('market'), 'USD').text).toContain('0.002 @ - = - - PENDING');
  });

  it('lets the P/L of a short follow the trade and the move the market', () => {
    const row = tradeRow(closedTrade({ side: 'short', exitPrice: '90', entryFee: '0.5', exitFee: '0.5' }), 'EUR');
    expect(row.text).toContain(' SELL 1 @ 100 = €100 ');
    expect(row.text).toContain('P/L:  €9.0000 | -€10 (-10.000%)');
    expect(row.segments.map(({ role }) => role)).toEqual([
      'time',
      'order',
      'side',
      'plain',
      'order',
      'status',
      'plain',
      'up',
      'plain',
      'down',
    ]);
  });

  it('says what was left over of a trade', () => {
    const { text } = tradeRow({ ...original, leftOver: Decimal.parse('0.00005') }, 'USD');
    expect(text).toContain(' CLOSED Exit Price: 8364.2 P/L:  $0.4003 | $243 (2.992%), 0.00005 left over');
  });

  it('is its segments joined', () => {
    const { text, segments } = tradeRow(original, 'USD');
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
  });

  it('names other currencies and shows coins with eight digits', () => {
    const small = closedTrade({ entryPrice: '0.05', exitPrice: '0.0499', exitFee: '0.00001' });
    expect(tradeRow(small, 'BTC').text).toContain('= BTC 0.05 O-EXIT');
    expect(tradeRow(small, 'BTC').text).toContain('P/L: -BTC 0.00011000 | -BTC 0.0001 (-0.200%)');
    expect(tradeRow(small, 'CHF').text).toContain('P/L: -CHF 0.0001 |');
  });

  it('gives a trade that changed nothing no sign and no colour', () => {
    const row = tradeRow(closedTrade(), 'USD');
    expect(row.text).toContain('P/L:  $0.0000 | $0 (0.000%)');
    expect(row.segments.some(({ role }) => role === 'up' || role === 'down')).toBe(false);
    // A loss too small to show keeps its colour but shows no minus zero.
    expect(tradeRow(closedTrade({ exitFee: '0.00001' }), 'USD').text).toContain('P/L:  $0.0000 |');
  });
});
