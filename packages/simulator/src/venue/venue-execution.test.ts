import { Decimal, type OrderEvent, type OrderRequest, UsageError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { bitcoin, d, levels } from '../../testing/exchange.js';
import { feesByVolume, VenueExecution } from '../index.js';

const buy: OrderRequest = { type: 'market', clientOrderId: 'entry', side: 'buy', quantity: d('2'), time: 0 };

/** 100 ms away, with the book 99x5 | 101x1 103x5. */
function paper() {
  const events: OrderEvent[] = [];
  const execution = new VenueExecution({
    instrument: bitcoin,
    balances: new Map([['USD', d('1000')]]),
    time: 0,
    feeRates: feesByVolume([{ fromVolume: Decimal.ZERO, takerPercent: d('0.4'), makerPercent: d('0.25') }]),
    deliver: (event) => events.push(event),
  });
  const book = (bids: string, asks: string) => execution.bookChanged({ bids: levels(bids), asks: levels(asks) });
  book('99x5', '101x1 103x5');
  const told = () => events.map(({ type, time }) => `${type} ${time}`);
  return { execution, events, book, told };
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
    execution.cancel('entry');
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
