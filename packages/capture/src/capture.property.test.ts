import { bookChecksum } from '@fathom/order-book';
import { type Arbitrary, array, assert, constant, constantFrom, oneof, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, MESSAGES, PAIRS, TROUBLES, UnrulyFeed } from '../testing/unruly-feed.js';

const action: Arbitrary<Action> = oneof(
  { weight: 6, arbitrary: record({ kind: constant('update' as const), pair: constantFrom(0, 1) }) },
  { weight: 3, arbitrary: record({ kind: constantFrom(...MESSAGES, ...TROUBLES), pair: constantFrom(0, 1) }) },
  { weight: 3, arbitrary: record({ kind: constantFrom('answer', 'answer', 'disconnect', 'full', 'room') }) },
);

function always(holds: (feed: UnrulyFeed, actions: readonly Action[]) => void): void {
  const check = (actions: readonly Action[]) => holds(new UnrulyFeed().play(actions), actions);
  assert(property(array(action, { maxLength: 60 }), check), { numRuns: 2000 });
}

describe('whatever a feed does', () => {
  it('every frame that arrives is kept once or lies in a gap of its pair', () => {
    always(({ log, arrived }) => {
      for (const frame of arrived) {
        const at = frame.receivedAt;
        const kept = log.books.filter(({ message }) => message === frame).length;
        const gaps = log.gapsOf(frame.pair).filter(({ from, to }) => from <= at && at <= to);
        expect(kept <= 1 && kept + gaps.length > 0).toBe(true);
      }
    });
  });

  it('what is kept as verified lies in no gap, and all else in one', () => {
    always(({ log }) => {
      for (const { message, state } of log.books) {
        const at = message.receivedAt;
        const gaps = log.gapsOf(message.pair);
        const isWithin = gaps.some(({ from, to }) => from < at && at < to);
        const isTouched = gaps.some(({ from, to }) => from <= at && at <= to);
        expect(state === 'verified' ? !isWithin : isTouched).toBe(true);
      }
    });
  });

  it('gaps of a pair follow each other', () => {
    always(({ log }) => {
      for (const pair of PAIRS) {
        let last = 0;
        for (const { from, to } of log.gapsOf(pair)) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThanOrEqual(from);
          last = to;
        }
      }
    });
  });

  it('what is kept as verified makes a book with the exchange’s own checksum', () => {
    always(({ log }) => {
      for (const pair of PAIRS) {
        const [bids, asks] = [new Map<string, string>(), new Map<string, string>()];
        for (const { message, state } of log.books.filter((one) => one.message.pair === pair)) {
          if (message.type === 'book-snapshot') for (const side of [bids, asks]) side.clear();
          for (const { price, quantity } of message.bids) bids.set(price, quantity);
          for (const { price, quantity } of message.asks) asks.set(price, quantity);
          const isRight = bookChecksum(sorted(asks, 1), sorted(bids, -1)) === message.checksum;
          expect(isRight || state !== 'verified').toBe(true);
        }
      }
    });
  });

  it('a pair’s trouble is no other pair’s', () => {
    always(({ log }, actions) => {
      const calm = actions.map((one): Action => ('pair' in one && one.pair === 0 ? { kind: 'update', pair: 0 } : one));
      expect(new UnrulyFeed().play(calm).log.gapsOf('ETH/USD').filter(isItsOwn)).toEqual(
        log.gapsOf('ETH/USD').filter(isItsOwn),
      );
    });
  });
});

function sorted(side: ReadonlyMap<string, string>, sign: 1 | -1) {
  return [...side]
    .map(([price, quantity]) => ({ price, quantity }))
    .toSorted((a, b) => sign * (Number(a.price) - Number(b.price)));
}

/** A lost connection is everybody's, and begins with the last thing anybody heard. */
function isItsOwn({ cause }: { readonly cause: string }): boolean {
  return cause !== 'disconnect';
}
