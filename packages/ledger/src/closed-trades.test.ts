import {
  type ClosedTrade,
  Decimal,
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type TradeSide,
} from '@fathom/contracts';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClosedTrades } from './closed-trades.js';
import { OrderRecord, TradeRecord } from './records.js';
import type { TradeKey } from './trade-id.js';

/** Small amounts and ones no double holds. */
const amount = fc
  .tuple(fc.oneof(fc.bigInt(0n, 10n ** 6n), fc.bigInt(0n, 10n ** 30n)), fc.constantFrom(0, 1, 8, 13, 300))
  .map(([units, scale]) => Decimal.of(units, scale));
const leg = fc.record({
  price: amount,
  cost: amount,
  fee: amount,
  slippage: amount,
  liquidity: fc.constantFrom('maker' as const, 'taker' as const),
  exchangeId: fc.oneof(fc.string(), fc.nat()),
  reason: fc.constantFrom('a', 'b'),
});
const roundTrip = fc.record({
  key: fc.oneof(fc.string(), fc.nat()),
  side: fc.constantFrom('long' as const, 'short' as const),
  quantity: amount.filter((value) => value.isPositive()),
  openedAt: fc.integer(),
  closedAt: fc.integer(),
  entry: leg,
  exit: leg,
});

interface Leg {
  readonly price: Decimal;
  readonly cost: Decimal;
  readonly fee: Decimal;
  readonly slippage: Decimal;
  readonly liquidity: 'maker' | 'taker';
  readonly exchangeId: ExchangeOrderId;
  readonly reason: string;
}

interface RoundTrip {
  readonly key: TradeKey;
  readonly side: TradeSide;
  readonly quantity: Decimal;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly entry: Leg;
  readonly exit: Leg;
}

function orderRecord({ key, quantity, side }: RoundTrip, { price, reason, exchangeId }: Leg): OrderRecord {
  const signal = { action: 'enter', side, reason, price: 1 } as const;
  const purpose = 'entry';
  const draft = {
    side: 'buy',
    quantity,
    price,
    extras: undefined,
    terms: undefined,
    time: 0,
    purpose,
    tradeKey: key,
    trade: undefined,
    reason,
    signal,
  } as const;
  const order = new OrderRecord({ type: 'market', ...draft }, '000-', '-e');
  order.accept(exchangeId);
  return order;
}

function fillOf({ quantity }: RoundTrip, { price, cost, fee, slippage, liquidity }: Leg): Fill {
  return { time: 0, price, quantity, cost, fee, slippage, liquidity };
}

/** What the round trip must read like. */
function asTrade({ key, side, quantity, openedAt, closedAt, entry, exit }: RoundTrip): ClosedTrade {
  const move = side === 'long' ? exit.cost.minus(entry.cost) : entry.cost.minus(exit.cost);
  return {
    id: String(key),
    side,
    quantity,
    openedAt,
    closedAt,
    entryOrderId: exchangeOrderIdText(entry.exchangeId),
    exitOrderId: exchangeOrderIdText(exit.exchangeId),
    entryPrice: entry.price,
    exitPrice: exit.price,
    entryCost: entry.cost,
    exitCost: exit.cost,
    entryFee: entry.fee,
    exitFee: exit.fee,
    entryLiquidity: entry.liquidity,
    exitLiquidity: exit.liquidity,
    rolloverFee: Decimal.ZERO,
    slippage: entry.slippage.plus(exit.slippage),
    profit: move.minus(entry.fee).minus(exit.fee),
    entryReason: entry.reason,
    exitReason: exit.reason,
  };
}

function push(closed: ClosedTrades, trip: RoundTrip): void {
  const [entry, exit] = [orderRecord(trip, trip.entry), orderRecord(trip, trip.exit)];
  entry.fill(fillOf(trip, trip.entry), true);
  const trade = new TradeRecord(entry, trip.openedAt, fillOf(trip, trip.entry));
  trade.giveBack(exit, fillOf(trip, trip.exit));
  closed.push(trade, exit, trip.closedAt);
}

const units = fc.nat({ max: 10 ** 6 });
const wholeTrade = fc.record({
  openedAt: fc.integer(),
  key: fc.nat(),
  entryNumber: fc.nat(),
  orderNumber: fc.nat(),
  entryReason: fc.constantFrom('a', 'b', ''),
  exitReason: fc.constantFrom('a', 'b', ''),
  entryUnits: units,
  entrySlip: units,
  closedAt: fc.integer(),
  exitUnits: units,
  exitSlip: units,
});

const TERMS = { quantity: Decimal.parse('0.25'), feeRate: Decimal.parse('0.0026'), priceDecimals: 1 };

function takerLeg(price: number, slip: number, exchangeId: number, reason: string): Leg {
  const { quantity, feeRate } = TERMS;
  const cost = Decimal.of(BigInt(price), 1).times(quantity);
  const slippage = Decimal.of(BigInt(slip), 1).times(quantity);
  const amounts = { price: Decimal.of(BigInt(price), 1), cost, fee: cost.times(feeRate), slippage };
  return { ...amounts, liquidity: 'taker', exchangeId, reason };
}

it('has trades that were kept as prices alone before those that were not, and works out what they came to', () => {
  fc.assert(
    fc.property(fc.array(wholeTrade, { maxLength: 20 }), roundTrip, (wholes, last) => {
      const closed = new ClosedTrades();
      const whole = closed.wholeTrades(TERMS);
      for (const trade of wholes) whole.push(trade, trade.closedAt, trade.exitUnits, trade.exitSlip);
      push(closed, last);
      const expected = wholes.map(({ entryUnits, entrySlip, entryNumber, entryReason, ...trade }) => {
        const entry = takerLeg(entryUnits, entrySlip, entryNumber, entryReason);
        const exit = takerLeg(trade.exitUnits, trade.exitSlip, trade.orderNumber, trade.exitReason);
        const { key, openedAt, closedAt } = trade;
        return asTrade({ key, side: 'long', quantity: TERMS.quantity, openedAt, closedAt, entry, exit });
      });
      expect(JSON.parse(JSON.stringify([...closed]))).toEqual(JSON.parse(JSON.stringify([...expected, asTrade(last)])));
      expect([closed.length, closed.at(closed.length)]).toEqual([wholes.length + 1, undefined]);
    }),
    { numRuns: 50 },
  );
});

it('gives back every trade as it was, to the last digit', () => {
  fc.assert(
    fc.property(fc.array(roundTrip, { maxLength: 200 }), (trips) => {
      const closed = new ClosedTrades();
      for (const trip of trips) push(closed, trip);
      expect(closed.length).toBe(trips.length);
      expect(JSON.parse(JSON.stringify([...closed]))).toEqual(JSON.parse(JSON.stringify(trips.map(asTrade))));
    }),
    { numRuns: 50 },
  );
});

it('has nothing outside its bounds', () => {
  expect(new ClosedTrades().at(0)).toBeUndefined();
  expect(new ClosedTrades().at(-1)).toBeUndefined();
});
