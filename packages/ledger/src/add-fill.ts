import type { Decimal, Fill } from '@fathom/contracts';

/** Digits kept of an average price; Kraken's finest pair has 10. */
const AVERAGE_DECIMALS = 12;

/** Two executions as one: sums, the average price, and of the rest what the newer one has. */
export function addFill(sum: Fill, fill: Fill): Fill {
  const quantity = sum.quantity.plus(fill.quantity);
  const cost = sum.cost.plus(fill.cost);
  return {
    time: fill.time,
    price: cost.dividedBy(quantity, AVERAGE_DECIMALS),
    quantity,
    cost,
    fee: sum.fee.plus(fill.fee),
    liquidity: fill.liquidity,
    slippage: sum.slippage.plus(fill.slippage),
  };
}

/** The part of an execution that is `quantity` (> 0, less than all of it), and the rest; they sum up to it exactly. */
export function splitFill(fill: Fill, quantity: Decimal): { readonly part: Fill; readonly rest: Fill } {
  const share = (whole: Decimal) => whole.times(quantity).dividedBy(fill.quantity, whole.scale);
  const cost = share(fill.cost);
  const fee = share(fill.fee);
  const slippage = share(fill.slippage);
  // What the whole has realised is of the account and not of its parts.
  const { gain: _, ...common } = fill;
  return {
    part: { ...common, quantity, cost, fee, slippage },
    rest: {
      ...common,
      quantity: fill.quantity.minus(quantity),
      cost: fill.cost.minus(cost),
      fee: fill.fee.minus(fee),
      slippage: fill.slippage.minus(slippage),
    },
  };
}
