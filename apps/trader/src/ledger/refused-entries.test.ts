import { Decimal, type LedgerEvent } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { RefusedEntries } from './refused-entries.js';

const ONE = Decimal.ONE;
const signal = { action: 'enter', side: 'long', reason: 'plan', price: 100, limitPrice: 99 } as const;

function sent(clientOrderId: string, purpose: 'entry' | 'stop' = 'entry'): LedgerEvent {
  const order = { type: 'limit', clientOrderId, side: 'buy', quantity: ONE, time: 1, price: ONE } as const;
  const own = purpose === 'entry' ? { signal } : {};
  return { type: 'order-intended', time: 1, order, purpose, tradeId: '1', reason: 'plan', ...own };
}

const fill = { time: 2, price: ONE, quantity: ONE, cost: ONE, fee: ONE, liquidity: 'maker', slippage: ONE } as const;

function reasons(...events: LedgerEvent[]): string[] {
  const refused = new RefusedEntries();
  for (const event of events) refused.hear(event);
  return refused.all.map(({ reason }) => reason);
}

describe('RefusedEntries', () => {
  it('are those of our rules and those of the exchange, in order', () => {
    expect(
      reasons(
        { type: 'signal-refused', time: 1, signal, rule: 'funds', reason: 'too little' },
        sent('a'),
        { type: 'order-rejected', time: 2, clientOrderId: 'a', reason: 'EOrder:Post only order' },
        sent('b'),
        { type: 'order-canceled', time: 3, clientOrderId: 'b', reason: 'insufficient funds' },
      ),
    ).toEqual(['too little', 'the exchange: EOrder:Post only order', 'the exchange: insufficient funds']);
  });

  it.each(['canceled by client', 'User requested', 'expired'])('are none of those that ended as %j', (reason) => {
    expect(reasons(sent('a'), { type: 'order-canceled', time: 3, clientOrderId: 'a', reason })).toEqual([]);
  });

  it('are no guards, and nothing that has filled in part', () => {
    expect(
      reasons(
        sent('s', 'stop'),
        { type: 'order-rejected', time: 2, clientOrderId: 's', reason: 'no' },
        sent('a'),
        { type: 'order-filled', time: 2, clientOrderId: 'a', fill, isComplete: false },
        { type: 'order-canceled', time: 3, clientOrderId: 'a', reason: 'no liquidity' },
      ),
    ).toEqual([]);
  });
});
