import type { Fill } from '@fathom/contracts';

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
