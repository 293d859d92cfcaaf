import { Decimal, type Fill, type LedgerEvent, type OrderIntended, type TradeEvent } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.js';

const d = (text: string) => Decimal.parse(text);

/** What the tests say of an order; the rest is filled in. */
function intended(fields: {
  id: string;
  purpose?: OrderIntended['purpose'];
  quantity?: string;
  reason?: string;
}): LedgerEvent {
  const { id, purpose = 'entry', quantity = '0.002', reason = 'macdCrossover' } = fields;
  const side = purpose === 'entry' ? 'buy' : 'sell';
  return {
    type: 'order-intended',
    time: 1,
    order: { type: 'market', clientOrderId: id, side, quantity: d(quantity), time: 1 },
    purpose,
    tradeId: 't',
    reason,
    signal: { action: 'enter', side: 'long', reason, price: 8100 },
  };
}

const accepted = (id: string): LedgerEvent => ({
  type: 'order-accepted',
  time: 2,
  clientOrderId: id,
  exchangeOrderId: `K-${id}`,
});

function filled(
  id: string,
  price: string,
  options: { quantity?: string; isComplete?: boolean; time?: number } = {},
): LedgerEvent {
  const { quantity = '0.002', isComplete = true, time = 3 } = options;
  const cost = d(price).times(d(quantity));
  const fill: Fill = {
    time,
    price: d(price),
    quantity: d(quantity),
    cost,
    fee: cost.times(d('0.0026')),
    liquidity: 'taker',
    slippage: Decimal.ZERO,
  };
  return { type: 'order-filled', time, clientOrderId: id, fill, isComplete };
}

/** A ledger that began with 100 USD and was given these events. */
function given(...events: LedgerEvent[]) {
  const told: TradeEvent[] = [];
  const ledger = new Ledger({ startBalance: d('100'), onTrade: (event) => told.push(event) });
  for (const event of events) ledger.apply(event);
  return { ledger, told };
}

const bought = [intended({ id: 'e' }), accepted('e'), filled('e', '8121.2')];
const sold = [
  intended({ id: 'x', purpose: 'exit', reason: 'takeProfit' }),
  accepted('x'),
  filled('x', '8364.2', { time: 9 }),
];

const isClosing = (...more: LedgerEvent[]) => given(...bought, ...more).ledger.open[0]?.isClosing;

describe('Ledger', () => {
  it('counts an entry as pending until it fills', () => {
    expect(given(intended({ id: 'e' })).ledger.pendingEntries).toBe(1);
    const { ledger } = given(...bought);
    expect(ledger.pendingEntries).toBe(0);
    expect(ledger.open).toHaveLength(1);
    expect(ledger.open[0]).toMatchObject({
      id: 't',
      side: 'long',
      entryPrice: 8121.2,
      decisionPrice: 8100,
      openedAt: 3,
    });
  });

  it('pays cost and fee out of cash and holds what was bought', () => {
    const { ledger } = given(...bought);
    expect(ledger.cash.toString()).toBe('83.71536976'); // 100 − 16.2424 − 0.04223024
    expect(ledger.holding.toString()).toBe('0.002');
    expect(ledger.isExposed).toBe(true);
    expect(ledger.exactEquityAt(d('8121.2')).toString()).toBe('99.95776976');
    expect(ledger.equityAt(8121.2)).toBeCloseTo(99.95776976, 10);
  });

  it('closes a round trip: proceeds − cost − both fees', () => {
    const { ledger, told } = given(...bought, ...sold);
    expect(ledger.open).toEqual([]);
    expect(ledger.isExposed).toBe(false);
    const trade = ledger.closed.at(0);
    expect(trade?.profit.toString()).toBe('0.40027592');
    expect(trade?.entryFee.plus(trade.exitFee).toString()).toBe('0.08572408');
    expect(trade).toMatchObject({ entryOrderId: 'K-e', exitOrderId: 'K-x', exitReason: 'takeProfit', closedAt: 9 });
    expect(ledger.cash.minus(d('100')).equals(trade?.profit ?? Decimal.ZERO)).toBe(true);
    expect(told.map((event) => event.type)).toEqual(['trade-opened', 'trade-closed']);
  });

  it('marks a trade as closing while its exit is under way, and no longer when that fails', () => {
    const exit = intended({ id: 'x', purpose: 'exit' });
    expect(isClosing()).toBe(false);
    expect(isClosing({ type: 'exit-decided', time: 4, tradeId: 't', reason: 'r' })).toBe(true);
    expect(isClosing(exit)).toBe(true);
    expect(isClosing(exit, { type: 'order-rejected', time: 5, clientOrderId: 'x', reason: 'EService:Busy' })).toBe(
      false,
    );
    expect(isClosing(exit, { type: 'order-canceled', time: 5, clientOrderId: 'x', reason: 'no' })).toBe(false);
  });

  it('gives up on an entry that was rejected or canceled before it filled', () => {
    for (const type of ['order-rejected', 'order-canceled'] as const) {
      const { ledger } = given(intended({ id: 'e' }), {
        type,
        time: 2,
        clientOrderId: 'e',
        reason: 'EOrder:Insufficient funds',
      });
      expect(ledger.pendingEntries).toBe(0);
      expect(() => ledger.apply(accepted('e'))).toThrow('no order e was intended');
      expect(ledger.cash.toString()).toBe('100');
    }
  });

  it('averages an entry that fills in parts', () => {
    const { ledger } = given(
      intended({ id: 'e', quantity: '0.003' }),
      filled('e', '8000', { quantity: '0.001', isComplete: false }),
      filled('e', '8300', { quantity: '0.002' }),
    );
    expect(ledger.open[0]?.entryPrice).toBe(8200);
    expect(ledger.open[0]?.quantity.toString()).toBe('0.003');
    expect(ledger.pendingEntries).toBe(0);
  });

  it('holds what has arrived where the fee of a purchase was kept in base units, and pays for it once', () => {
    const kept = (quantity: string, isComplete: boolean): LedgerEvent => {
      const event = filled('e', '8000', { quantity, isComplete });
      if (event.type !== 'order-filled') return event;
      const feeInBase = d(quantity).times(d('0.0026'));
      return { ...event, fill: { ...event.fill, feeInBase, fee: feeInBase.times(d('8000')) } };
    };
    const { ledger } = given(intended({ id: 'e', quantity: '0.003' }), kept('0.001', false), kept('0.002', true));
    const [trade] = ledger.open;
    expect(trade?.quantity.toString()).toBe('0.0029922'); // 0.003 less 0.26 %
    expect(trade?.entryPrice).toBe(8000);
    expect(trade?.entry.filledQuantity.toString()).toBe('0.003');
    expect([ledger.cash, ledger.holding].map(String)).toEqual(['76', '0.0029922']); // 100 − 24
    const exit = filled('x', '8000', { quantity: '0.0029922', time: 9 });
    for (const event of [intended({ id: 'x', purpose: 'exit', quantity: '0.0029922' }), exit]) ledger.apply(event);
    const [closed] = ledger.closed;
    expect(closed?.entryFee.toString()).toBe('0.0624');
    expect(closed?.profit.equals(ledger.cash.minus(d('100')))).toBe(true);
    expect(ledger.holding.isZero()).toBe(true);
  });

  it('keeps what an entry got before it was canceled', () => {
    const { ledger } = given(
      intended({ id: 'e', quantity: '0.003' }),
      filled('e', '8000', { quantity: '0.001', isComplete: false }),
      { type: 'order-canceled', time: 4, clientOrderId: 'e', reason: 'expired' },
    );
    expect(ledger.open[0]?.quantity.toString()).toBe('0.001');
    expect(ledger.pendingEntries).toBe(0);
  });

  it('closes a trade that two orders gave back, and sums them', () => {
    const { ledger } = given(
      ...bought,
      intended({ id: 's', purpose: 'stop', reason: 'stopLoss' }),
      filled('s', '8000', { quantity: '0.0005', isComplete: false }),
      { type: 'order-canceled', time: 4, clientOrderId: 's', reason: 'canceled by client' },
      intended({ id: 'x', purpose: 'exit', reason: 'takeProfit' }),
      accepted('x'),
      filled('x', '8400', { quantity: '0.0005', isComplete: false }),
      filled('x', '8400', { quantity: '0.001' }),
    );
    const trade = ledger.closed.at(0);
    expect(trade?.exitCost.toString()).toBe('16.6'); // 4 + 4.2 + 8.4
    expect(trade?.exitPrice.toString()).toBe('8300');
    expect(trade?.exitReason).toBe('takeProfit');
    expect(ledger.cash.minus(d('100')).equals(trade?.profit ?? Decimal.ZERO)).toBe(true);
    expect(ledger.holding.isZero()).toBe(true);
  });

  it('counts what stopped entries, with the last example of each', () => {
    const signal = { action: 'enter', side: 'long', reason: 'r', price: 1 } as const;
    const { ledger } = given(
      { type: 'signal-refused', time: 1, signal, rule: 'funds', reason: 'cost 5' },
      { type: 'signal-refused', time: 2, signal, rule: 'funds', reason: 'cost 6' },
      intended({ id: 'e' }),
      { type: 'order-canceled', time: 3, clientOrderId: 'e', reason: 'insufficient funds' },
    );
    expect(ledger.refusals.count).toBe(3);
    expect(ledger.refusals.list()).toEqual([
      { rule: 'funds', entries: 2, example: 'cost 6' },
      { rule: 'exchange: insufficient funds', entries: 1, example: 'insufficient funds' },
    ]);
  });

  it('does not call an entry refused that was withdrawn, or has waited as long as it might', () => {
    const { ledger } = given(
      intended({ id: 'e' }),
      { type: 'order-canceled', time: 3, clientOrderId: 'e', reason: 'canceled by client' },
      intended({ id: 'f' }),
      { type: 'order-canceled', time: 4, clientOrderId: 'f', reason: 'expired' },
    );
    expect(ledger.refusals.count).toBe(0);
    expect(ledger.refusals.list()).toEqual([
      { rule: 'withdrawn', entries: 1, example: 'canceled by client' },
      { rule: 'expired', entries: 1, example: 'expired' },
    ]);
  });

  it('gives the same ledger when the same events are replayed', () => {
    const events = [...bought, ...sold];
    const [a, b] = [given(...events).ledger, given(...events).ledger];
    expect(JSON.stringify([[...a.closed], a.cash, a.holding])).toBe(JSON.stringify([[...b.closed], b.cash, b.holding]));
  });

  it('refuses events about orders nobody intended: the stream is broken', () => {
    expect(() => given(accepted('ghost'))).toThrow('no order ghost was intended');
    expect(() => given(filled('ghost', '1'))).toThrow('no order ghost was intended');
  });

  it('books an execution that belongs to no open trade, and keeps it for somebody to look at', () => {
    const { ledger } = given(...bought, ...sold, intended({ id: 'y', purpose: 'exit' }), filled('y', '8000'));
    expect(ledger.holding.toString()).toBe('-0.002');
    expect(ledger.strays.map(({ order }) => order.clientOrderId)).toEqual(['y']);
  });
});

/** A short, sold or bought back whole. */
const short = (id: string, side: 'buy' | 'sell', price: string, quantity: string): LedgerEvent[] => [
  {
    type: 'order-intended',
    time: 1,
    order: { type: 'market', clientOrderId: id, side, quantity: d(quantity), time: 1, terms: { leverage: 2 } },
    purpose: side === 'sell' ? 'entry' : 'exit',
    tradeId: 't',
    reason: 'r',
    ...(side === 'sell' && { signal: { action: 'enter', side: 'short', reason: 'r', price: 1 } }),
  },
  accepted(id),
  filled(id, price, { quantity }),
];

describe('costs of margin trades', () => {
  it.each([
    // A third of 0.999999 goes with what is bought back.
    [undefined, '0.666669'],
    [2, '0.669999'],
  ])('are kept to the digits the ledger began with (%s)', (costDecimals, cost) => {
    const opened: LedgerEvent = {
      type: 'ledger-opened',
      time: 0,
      mode: 'live',
      pair: 'BTC/USD',
      startBalance: d('100'),
      ...(costDecimals !== undefined && { costDecimals }),
    };
    const ledger = new Ledger({ startBalance: Decimal.ZERO });
    const events = [...short('a', 'sell', '0.333333', '3'), ...short('b', 'buy', '0.3', '1')];
    for (const event of [opened, ...events]) ledger.apply(event);
    expect(ledger.lots.map((lot) => lot.cost.toString())).toEqual([cost]);
  });
});
