import { UsageError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';
import type { Venue, VenueEvent } from '../index.js';

const buy = { type: 'market', side: 'buy', quantity: d('6') } as const;

/** A venue whose listener calls it. */
function answering(answer: (venue: Venue, event: VenueEvent) => void) {
  const told: string[] = [];
  const holder: { venue?: Venue } = {};
  const ours = exchange({
    options: {
      deliver: (event) => {
        told.push(`${event.type}${'order' in event ? ` ${event.order.id}` : ''}`);
        if (holder.venue !== undefined) answer(holder.venue, event);
      },
    },
  });
  holder.venue = ours.venue;
  return { ...ours, told };
}

describe('events', () => {
  it('are told when all changes are made, in order, before the call returns', () => {
    const states: string[] = [];
    const { send } = answering((venue, event) => {
      states.push(`${event.type} ${venue.order({ id: 'order-1' })?.status ?? ''}`);
    });
    expect(send(buy)).toBe('filled');
    expect(new Set(states.map((state) => state.split(' ')[1]))).toEqual(new Set(['filled']));
    expect(states).toHaveLength(9);
  });

  it('of a call made by the listener follow those that wait', () => {
    let answers = 0;
    const { send, told } = answering((venue, event) => {
      if (event.type !== 'accepted' || answers > 0) return;
      answers += 1;
      const result = venue.submit({ pair: 'BTC/USD', order: { ...buy, side: 'sell', quantity: d('1') } });
      // It has done all its work already.
      expect(result).toMatchObject({ accepted: { id: 'order-2', status: 'filled' } });
    });
    send({ ...buy, quantity: d('1') });
    expect(told.filter((line) => !line.startsWith('balance'))).toEqual([
      'accepted order-1',
      'opened order-1',
      'filled order-1',
      'completed order-1',
      'accepted order-2',
      'opened order-2',
      'filled order-2',
      'completed order-2',
    ]);
  });

  it('that a throwing listener left over are told with the next call', () => {
    let isBroken = true;
    const { send, told, venue } = answering((_, event) => {
      if (isBroken && event.type === 'opened') throw new Error('broken');
    });
    expect(() => send(buy)).toThrow('broken');
    expect(told).toEqual(['accepted order-1', 'opened order-1']);
    isBroken = false;
    venue.advanceTo(1);
    expect(told.at(-1)).toBe('completed order-1');
  });
});

describe('what is known', () => {
  it('of cancellations: the order, or that there is none', () => {
    const { venue, send, told } = exchange();
    const rest = { type: 'limit', side: 'buy', price: d('90'), quantity: d('1') } as const;
    send(rest, { clientOrderId: 'a' });
    send(rest, { clientOrderId: 'b', pair: 'ETH/USD' });
    send(rest, { clientOrderId: 'c' });
    expect(venue.cancel({ id: 'order-1' })).toMatchObject({ accepted: { clientOrderId: 'a', status: 'canceled' } });
    expect(venue.cancel({ id: 'order-1' })).toMatchObject({ refused: { code: 'unknown-order', key: 'order-1' } });
    expect(venue.cancelAll('ETH/USD').map(({ id }) => id)).toEqual(['order-2']);
    expect(venue.cancelAll().map(({ id }) => id)).toEqual(['order-3']);
    expect(told()).toEqual(['a canceled: canceled by client', 'b canceled: canceled all', 'c canceled: canceled all']);
    expect(venue.closedOrders().map(({ id }) => id)).toEqual(['order-1', 'order-2', 'order-3']);
  });

  it('of an unknown pair: nothing', () => {
    const { venue } = exchange();
    expect(() => venue.bookChanged('X/Y', { bids: [], asks: [] })).toThrow(UsageError);
    expect(() => venue.mode('X/Y')).toThrow('unknown pair "X/Y"');
  });

  it('of ids: what the account asks for', () => {
    const kinds: string[] = [];
    const nextId = (kind: string) => `${kind}:${kinds.push(kind)}`;
    const { venue, send } = exchange({ options: { nextId } });
    send({ ...buy, quantity: d('1') });
    expect(kinds).toEqual(['order', 'fill', 'ledger-entry', 'ledger-entry']);
    expect(venue.fills()[0]).toMatchObject({ id: 'fill:2', orderId: 'order:1' });
    expect(venue.ledger()[0]).toMatchObject({ id: 'ledger-entry:3', reference: 'fill:2' });
  });

  it('of volume before the start: it counts', () => {
    const { venue } = exchange({ options: { volumeBefore: d('12345') } });
    expect(venue.volume().toString()).toBe('12345');
  });
});
