import { type ClosedTrade, Decimal, type Fill, type OrderSide } from '@fathom/contracts';
import type { LedgerView } from '../ledger-view.js';
import type { Difference, Verdict } from './difference.js';
import { type Retold, type RetoldOrder, retell, arrivedOf, sumOf } from './retold.js';

/** A fill's cost may be rounded by as much, quote units. */
const COST_TOLERANCE = Decimal.parse('0.00002');
/** And a profit, where the exchange tells it: units of the last digit it keeps of a cost. */
const GAIN_UNITS = 10;
/** Of BTC/USD, and of ledgers that do not say. */
const COST_DECIMALS = 5;

/** Derives orders, trades, cash and holdings from the events again, by another way than the ledger's own, and compares. */
export function verifyInternally(view: LedgerView): Verdict {
  const retold = retell(view.events);
  const orders = [...retold.orders.values()];
  const differences = [
    ...retold.differences,
    ...orders.flatMap(checkOrder),
    ...checkTrades(view, orders),
    ...checkSums(view, retold),
  ];
  const fills = orders.reduce((sum, { fills: own }) => sum + own.length, 0);
  const checked = `${view.events.length} events, ${orders.length} orders, ${fills} fills, ${view.ledger.closed.length} closed trades`;
  return { checked, differences, notes: [] };
}

function checkOrder({ intended: { order }, fills }: RetoldOrder): Difference[] {
  const { quantity } = sumOf(fills);
  const differences: Difference[] = [];
  if (order.quantity.isLessThan(quantity)) {
    differences.push({
      about: `order ${order.clientOrderId}`,
      expected: `at most ${order.quantity.toString()} filled`,
      found: quantity.toString(),
    });
  }
  for (const fill of fills) {
    const product = fill.price.times(fill.quantity);
    if (product.minus(fill.cost).abs().isGreaterThan(COST_TOLERANCE)) {
      differences.push({
        about: `fill ${fill.id ?? ''} of ${order.clientOrderId}`,
        expected: `cost ${product.toString()}`,
        found: fill.cost.toString(),
      });
    }
  }
  return differences;
}

interface Leg {
  readonly entry: Fill[];
  readonly exit: Fill[];
  side: 'long' | 'short';
}

/** Each trade from the fills of its orders. */
function checkTrades({ ledger }: LedgerView, orders: readonly RetoldOrder[]): Difference[] {
  const legs = new Map<string, Leg>();
  for (const { intended, fills } of orders) {
    const leg = legs.get(intended.tradeId) ?? { entry: [], exit: [], side: 'long' as const };
    legs.set(intended.tradeId, leg);
    leg[intended.purpose === 'entry' ? 'entry' : 'exit'].push(...fills);
    if (intended.purpose === 'entry' && intended.order.side === 'sell') leg.side = 'short';
  }
  return [...ledger.closed].flatMap((trade) => checkTrade(trade, legs.get(trade.id)));
}

function checkTrade(trade: ClosedTrade, leg: Leg | undefined): Difference[] {
  const about = `trade ${trade.id}`;
  if (leg === undefined) return [{ about, expected: 'orders of it', found: 'none' }];
  const [entry, exit] = [arrivedOf(leg.entry), arrivedOf(leg.exit)];
  // A liquidation closes what no order of ours did; more was given back than was held where a stop and an exit both filled; and
  // what was left over counts at a price of its own, also when it was sold after all.
  if (trade.leftOver !== undefined || !entry.quantity.equals(exit.quantity)) return [];
  const gained = leg.side === 'long' ? exit.cost.minus(entry.cost) : entry.cost.minus(exit.cost);
  const expected = {
    side: leg.side,
    quantity: entry.quantity.toString(),
    'entry cost': entry.cost.toString(),
    'exit cost': exit.cost.toString(),
    fees: entry.fee.plus(exit.fee).toString(),
    'profit before rollover fees': gained.minus(entry.fee).minus(exit.fee).toString(),
  };
  const found: Record<string, string> = {
    side: trade.side,
    quantity: trade.quantity.toString(),
    'entry cost': trade.entryCost.toString(),
    'exit cost': trade.exitCost.toString(),
    fees: trade.entryFee.plus(trade.exitFee).toString(),
    'profit before rollover fees': trade.profit.plus(trade.rolloverFee).toString(),
  };
  return Object.entries(expected).flatMap(([name, value]) =>
    found[name] === value ? [] : [{ about: `${about}, ${name}`, expected: value, found: found[name] ?? '' }],
  );
}

/** What fills of one kind have moved, in base and quote units. */
class Moved {
  quantity = Decimal.ZERO;
  cash = Decimal.ZERO;
  fees = Decimal.ZERO;

  add(side: OrderSide, fills: readonly Fill[]): void {
    const { quantity, cost, fee } = arrivedOf(fills);
    const isBuy = side === 'buy';
    this.quantity = isBuy ? this.quantity.plus(quantity) : this.quantity.minus(quantity);
    this.cash = isBuy ? this.cash.minus(cost) : this.cash.plus(cost);
    this.fees = this.fees.plus(fee);
  }
}

/**
 * Cash, holdings and positions from the start balance and every fill. On margin only profits move cash; but all that was
 * sold less all that was bought is those profits and what is still open, at what it cost.
 */
function checkSums({ ledger, opened }: LedgerView, retold: Retold): Difference[] {
  const [own, onMargin] = [new Moved(), new Moved()];
  let told = 0;
  for (const { intended, fills } of retold.orders.values()) {
    const { side, terms } = intended.order;
    (terms?.leverage === undefined ? own : onMargin).add(side, fills);
    told += fills.filter(({ gain }) => gain !== undefined).length;
  }
  for (const { side, fill } of retold.liquidations) {
    onMargin.add(side, [fill]);
    if (fill.gain !== undefined) told += 1;
  }
  const open = ledger.lots.reduce(
    (sum, { side, cost }) => (side === 'long' ? sum.plus(cost) : sum.minus(cost)),
    Decimal.ZERO,
  );
  const cash = opened.startBalance
    .minus(retold.rolloverFees)
    .minus(own.fees)
    .minus(onMargin.fees)
    .plus(own.cash)
    .plus(onMargin.cash)
    .plus(open);
  // The exchange rounds each profit it tells.
  const tolerance = Decimal.ofSafe(told * GAIN_UNITS, opened.costDecimals ?? COST_DECIMALS);
  const differences: Difference[] = [];
  const compare = (about: string, expected: Decimal, found: Decimal, atMost = Decimal.ZERO) => {
    if (expected.minus(found).abs().isGreaterThan(atMost))
      differences.push({ about, expected: expected.toString(), found: found.toString() });
  };
  compare('cash', cash, ledger.cash, tolerance);
  compare('holdings', own.quantity, ledger.holding);
  compare('position on margin', onMargin.quantity, ledger.position);
  return differences;
}
