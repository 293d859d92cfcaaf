import { type ClosedTrade, Decimal } from '@fathom/contracts';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClosedTrades } from './closed-trades.js';

/** Small amounts and ones no double holds. */
const amount = fc
  .tuple(fc.oneof(fc.bigInt(0n, 10n ** 6n), fc.bigInt(0n, 10n ** 30n)), fc.constantFrom(0, 1, 8, 13, 300))
  .map(([units, scale]) => Decimal.of(units, scale));
const trade: fc.Arbitrary<ClosedTrade> = fc
  .record({
    id: fc.string(),
    side: fc.constantFrom('long' as const, 'short' as const),
    quantity: amount,
    openedAt: fc.integer(),
    closedAt: fc.integer(),
    entryOrderId: fc.string(),
    exitOrderId: fc.string(),
    entryPrice: amount,
    exitPrice: amount,
    entryCost: amount,
    exitCost: amount,
    entryFee: amount,
    exitFee: amount,
    entryLiquidity: fc.constantFrom('maker' as const, 'taker' as const),
    exitLiquidity: fc.constantFrom('maker' as const, 'taker' as const),
    slippage: amount,
    entryReason: fc.constantFrom('a', 'b'),
    exitReason: fc.constantFrom('a', 'b'),
  })
  .map((fields) => {
    const { entryCost, exitCost, entryFee, exitFee } = fields;
    const move = fields.side === 'long' ? exitCost.minus(entryCost) : entryCost.minus(exitCost);
    return { ...fields, profit: move.minus(entryFee).minus(exitFee) };
  });

it('gives back every trade as it was, to the last digit', () => {
  fc.assert(
    fc.property(fc.array(trade, { maxLength: 200 }), (trades) => {
      const closed = new ClosedTrades();
      for (const one of trades) closed.push(one);
      expect(closed.length).toBe(trades.length);
      expect(JSON.parse(JSON.stringify([...closed]))).toEqual(JSON.parse(JSON.stringify(trades)));
    }),
    { numRuns: 50 },
  );
});

it('has nothing outside its bounds', () => {
  expect(new ClosedTrades().at(0)).toBeUndefined();
  expect(new ClosedTrades().at(-1)).toBeUndefined();
});
