import type { Decimal, Fill } from '@fathom/contracts';

/**
 * What an execution with one's own money has moved. Where a purchase's fee was kept in base units, less has arrived: that was
 * bought for so much less, and the fee paid beside it, so cash, holdings and profits are what the account has.
 */
export function arrived(fill: Fill): Fill {
  const { feeInBase } = fill;
  // Hardly ever: fills of a backtest have none.
  return feeInBase === undefined ? fill : without(feeInBase, fill);
}

function without(kept: Decimal, fill: Fill): Fill {
  const { feeInBase: _, ...bought } = fill;
  return { ...bought, quantity: fill.quantity.minus(kept), cost: fill.cost.minus(fill.fee) };
}
