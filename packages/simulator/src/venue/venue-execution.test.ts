import {
  Decimal,
  type FeeCharged,
  type OrderEvent,
  type OrderRequest,
  type PositionLiquidated,
  UsageError,
} from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { bitcoin, d, levels } from '../../testing/exchange.js';
import { feesByVolume, VenueExecution, type VenueExecutionOptions } from '../index.js';

const buy: OrderRequest = { type: 'market', clientOrderId: 'entry', side: 'buy', quantity: d('2'), time: 0 };

/** 100 ms away, with the book 99x5 | 101x1 103x5. */
function paper(more: Partial<VenueExecutionOptions> = {}) {
  const events: OrderEvent[] = [];
  const others: (FeeCharged | PositionLiquidated)[] = [];
  const execution = new VenueExecution({
    instrument: bitcoin,
    balances: new Map([['USD', d('1000')]]),
    time: 0,
    feeRates: feesByVolume([{ fromVolume: Decimal.ZERO, takerPercent: d('0.4'), makerPercent: d('0.25') }]),
    ...more,
    deliver: (event) => {
      if ('clientOrderId' in event) events.push(event);
      else others.push(event);
    },
  });
  const book = (bids: string, asks: string) => execution.bookChanged({ bids: levels(bids), asks: levels(asks) });
  book('99x5', '101x1 103x5');
  const told = () => events.map(({ type, time }) => `${type} ${time}`);
  return { execution, events, others, book, told };
}

describe('paper trading', () => {
  it('fills against the book of when the order arrives, not of when it was decided', () => {
    const { execution, events, book, told } = paper();
    execution.submit(buy);
    execution.advanceTo(60);
    book('99x5', '102x1 103x5');
    execution.advanceTo(99);
    expect(events).toEqual([]);
    execution.advanceTo(500);
    expect(told()).toEqual(['order-accepted 100', 'order-filled 100', 'order-filled 100']);
    const fills = events.flatMap((event) => (event.type === 'order-filled' ? [event] : []));
    expect(fills.map(({ isComplete }) => isComplete)).toEqual([false, true]);
    // The second unit costs 1 more than the best offer did.
    expect(fills.map(({ fill }) => [fill.price, fill.cost, fill.fee, fill.slippage].map(String))).toEqual([
      ['102', '102', '0.408', '0'],
      ['103', '103', '0.412', '1'],
    ]);
    expect(execution.venue.balances().get('USD')?.total.toString()).toBe('794.18');
  });

  it('says what of a purchase was kept for its fee, where quote units could not pay it', () => {
    let takerPercent = d('0.4');
    const rates = () => ({ takerPercent, makerPercent: takerPercent });
    const { execution, events, book } = paper({ balances: new Map([['USD', d('100.4')]]), feeRates: rates });
    execution.submit({ ...buy, type: 'limit', price: d('100'), quantity: d('1') });
    execution.advanceTo(100);
    takerPercent = d('1');
    book('99x5', '100x5');
    execution.advanceTo(200);
    const [fill] = events.flatMap((event) => (event.type === 'order-filled' ? [event.fill] : []));
    expect([fill?.quantity, fill?.feeInBase, fill?.fee].map(String)).toEqual(['1', '0.01', '1']);
    expect(execution.venue.balances().get('BTC')?.total.toString()).toBe('0.99');
  });

  it('takes the fees of sells in quote too', () => {
    const { execution, events } = paper();
    execution.submit(buy);
    execution.advanceTo(100);
    execution.submit({ ...buy, clientOrderId: 'exit', side: 'sell' });
    execution.advanceTo(200);
    expect(events.at(-1)).toMatchObject({ clientOrderId: 'exit', isComplete: true });
    expect(execution.venue.balances().get('BTC')?.total.toString()).toBe('0');
  });

  it('rejects with the reason in words', () => {
    const { execution, events } = paper();
    execution.submit({ ...buy, quantity: d('0.0001') });
    execution.advanceTo(100);
    expect(events).toEqual([
      {
        type: 'order-rejected',
        time: 100,
        clientOrderId: 'entry',
        reason: 'quantity 0.0001 is below the minimum 0.001',
      },
    ]);
  });

  it('gives orders and cancellations in the order they were sent, also from inside a delivery', () => {
    const { execution, events, told } = paper();
    execution.submit({ ...buy, type: 'limit', price: d('90') });
    execution.advanceTo(20);
    execution.cancel(buy);
    execution.submit({ ...buy, type: 'limit', price: d('90') }); // the same id, free again by then
    execution.advanceTo(1000);
    expect(told()).toEqual(['order-accepted 100', 'order-canceled 120', 'order-accepted 120']);
    expect(events[1]).toMatchObject({ reason: 'canceled by client' });
  });

  it('does not go back in time', () => {
    const { execution } = paper();
    execution.advanceTo(10);
    expect(() => execution.advanceTo(9)).toThrow(UsageError);
  });
});

const short: OrderRequest = { ...buy, clientOrderId: 'short', side: 'sell', terms: { leverage: 2 } };

describe('terms', () => {
  it('sends them along: on margin neither asset moves, and a fill says what it has realised', () => {
    const { execution, events, book } = paper();
    execution.submit(short);
    execution.advanceTo(100);
    expect(execution.venue.balances().get('BTC')).toBeUndefined();
    // 198 at 0.4 %, and 0.01 % of the bitcoin for opening.
    expect(execution.venue.balances().get('USD')?.total.toString()).toBe('999.1882');
    book('88x5', '90x5');
    execution.submit({ ...short, clientOrderId: 'cover', side: 'buy', terms: { leverage: 2, reduceOnly: true } });
    execution.advanceTo(200);
    const gains = events.flatMap((event) => (event.type === 'order-filled' ? [String(event.fill.gain)] : []));
    expect(gains).toEqual(['0', '18']);
  });

  it('expires an order, and says so', () => {
    const { execution, events } = paper();
    const terms = { timeInForce: 'gtd', expiresAt: 5_000 } as const;
    execution.submit({ ...buy, type: 'limit', price: d('90'), terms });
    execution.advanceTo(6_000);
    expect(events.at(-1)).toMatchObject({ type: 'order-canceled', reason: 'expired', time: 5_000 });
  });

  it('tells rollovers, and positions the exchange has closed by itself', () => {
    const { execution, events, others, book } = paper();
    execution.submit({ ...short, quantity: d('15') });
    book('99x50', '101x50');
    execution.traded({ time: 0, price: 100, quantity: d('1') });
    execution.advanceTo(100);
    execution.advanceTo(4 * 3_600_000 + 100);
    // 15 at 100, of which 0.01 %.
    expect(others).toMatchObject([{ type: 'fee-charged', kind: 'rollover' }]);
    expect(others.map((event) => String(event.type === 'fee-charged' && event.fee))).toEqual(['0.15']);
    book('149x50', '151x50');
    execution.traded({ time: 0, price: 150, quantity: d('1') });
    const closed = others.at(-1);
    expect(closed).toMatchObject({ type: 'position-liquidated', side: 'buy', fill: { id: expect.any(String) } });
    expect(closed?.type === 'position-liquidated' && String(closed.fill.gain)).toBe('-780');
    expect(events.filter(({ clientOrderId }) => clientOrderId !== 'short')).toEqual([]);
  });

  it('begins with positions of before', () => {
    const { events, execution } = paper({
      positions: [{ pair: 'BTC/USD', side: 'short', openedAt: -1, quantity: d('2'), cost: d('240'), leverage: 2 }],
    });
    execution.submit({ ...short, clientOrderId: 'cover', side: 'buy', terms: { leverage: 2, reduceOnly: true } });
    execution.advanceTo(200);
    // 101 and 103 for what was sold at 120.
    const gains = events.flatMap((event) => (event.type === 'order-filled' ? [String(event.fill.gain)] : []));
    expect(gains).toEqual(['19', '17']);
  });
});

describe('amending', () => {
  const resting: OrderRequest = { ...buy, type: 'limit', price: d('90'), terms: { postOnly: true } };

  it('gives an order a new price when the wish arrives', () => {
    const { execution, events } = paper();
    execution.submit(resting);
    execution.advanceTo(100);
    execution.amend(resting, { limitPrice: d('95') });
    execution.advanceTo(199);
    expect(execution.venue.openOrders().map(({ limitPrice }) => String(limitPrice))).toEqual(['90']);
    execution.advanceTo(200);
    expect(execution.venue.openOrders().map(({ limitPrice }) => String(limitPrice))).toEqual(['95']);
    expect(events.at(-1)).toEqual({
      type: 'order-amended',
      time: 200,
      clientOrderId: 'entry',
      change: { limitPrice: d('95') },
    });
  });

  it('says why it cannot have the price, and nothing of an order that is over', () => {
    const { execution, events } = paper();
    execution.submit(resting);
    execution.advanceTo(100);
    execution.amend(resting, { limitPrice: d('102') });
    execution.advanceTo(200);
    expect(events.at(-1)).toMatchObject({
      type: 'order-amend-refused',
      reason: 'post only at 102 would take from 101',
    });
    execution.cancel(resting);
    execution.amend(resting, { limitPrice: d('80') });
    execution.advanceTo(300);
    expect(events.at(-1)).toMatchObject({ type: 'order-canceled' });
  });
});
