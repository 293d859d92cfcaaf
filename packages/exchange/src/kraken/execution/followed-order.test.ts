import { Decimal, type OrderEvent } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FollowedOrder } from './followed-order.js';

const decimal = (value: number) => Decimal.fromNumber(value);
const order = (quantity: number) =>
  ({
    clientOrderId: 'mine',
    type: 'limit',
    side: 'buy',
    quantity: decimal(quantity),
    price: decimal(9),
    time: 0,
  }) as const;
const fill = (id: string, quantity: number) => ({
  id,
  time: 1,
  price: decimal(9),
  quantity: decimal(quantity),
  cost: decimal(9 * quantity),
  fee: Decimal.ZERO,
  liquidity: 'maker' as const,
  slippage: Decimal.ZERO,
});

describe('FollowedOrder', () => {
  it('ends only when every unit that was filled is told', () => {
    const followed = new FollowedOrder(order(3), 'O', 0);
    expect(followed.end('canceled', decimal(2), 5)).toEqual({ isKnown: false, events: [] });
    followed.fill(fill('a', 2), 6);
    const { isKnown, events } = followed.end('canceled', decimal(2), 7);
    expect(isKnown).toBe(true);
    expect(events).toMatchObject([{ type: 'order-canceled', reason: 'canceled', time: 7 }]);
    expect(followed.end('canceled', decimal(2), 8).events).toEqual([]);
  });

  it('is complete by what an amendment left to fill', () => {
    const followed = new FollowedOrder(order(3), 'O', 0);
    followed.resize(decimal(2));
    expect(followed.fill(fill('a', 2), 1)?.isComplete).toBe(true);
  });

  it('tells of a copy the money that moved, and no end', () => {
    const copy = new FollowedOrder(order(1), 'O', 0, true);
    expect(copy.fill(fill('a', 1), 1)).toMatchObject({ isComplete: false });
    expect(copy.isOver).toBe(true);
    expect(copy.end('canceled', decimal(1), 2).events).toEqual([]);
  });

  it('tells each fill once and one end, whatever comes how often and in which order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.nat(20), { maxLength: 40 }),
        (sizes, unfilled, picks) => {
          const filled = sizes.reduce((sum, each) => sum + each, 0);
          const followed = new FollowedOrder(order(filled + unfilled), 'O', 0);
          const events: OrderEvent[] = [];
          const tell = (pick: number) => {
            const size = sizes[pick];
            if (size === undefined) events.push(...followed.end('canceled', decimal(filled), 1).events);
            else events.push(...[followed.fill(fill(`t${pick}`, size), 1)].filter((event) => event !== undefined));
          };
          for (const pick of picks) tell(pick % (sizes.length + 1));
          for (let pick = 0; pick <= sizes.length; pick += 1) tell(pick);
          const ends = events.filter(
            (event) => event.type === 'order-canceled' || (event.type === 'order-filled' && event.isComplete),
          );
          expect(events.filter(({ type }) => type === 'order-filled')).toHaveLength(sizes.length);
          expect(ends).toHaveLength(1);
          expect(events.at(-1)).toBe(ends[0]);
          expect(followed.isOver).toBe(true);
        },
      ),
    );
  });
});
