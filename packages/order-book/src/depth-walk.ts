import { Decimal } from '@fathom/contracts';
import type { BookSide } from './book-side.js';

/** What taking a quantity from one side of a book comes to. */
export interface DepthWalk {
  /** Base units there were, at most those asked for; exact. */
  readonly filled: Decimal;
  /** Quote units paid or received, without fees; exact. */
  readonly cost: Decimal;
  /** Cost ÷ filled, to 8 digits more than its prices have; undefined when nothing was filled. */
  readonly averagePrice: Decimal | undefined;
  /** The last price touched; undefined when nothing was filled. */
  readonly worstPrice: Decimal | undefined;
}

const EXTRA_DIGITS = 8;

/** Takes `quantity` base units from `side`, best price first. */
export function walkDepth(side: BookSide, quantity: Decimal): DepthWalk {
  let left = quantity;
  let cost = Decimal.ZERO;
  let worstPrice: Decimal | undefined;
  for (let index = 0; left.isPositive(); index += 1) {
    const level = side.level(index);
    if (level === undefined) break;
    const there = Decimal.parse(level.quantity);
    const taken = there.isLessThan(left) ? there : left;
    worstPrice = Decimal.parse(level.price);
    cost = cost.plus(worstPrice.times(taken));
    left = left.minus(taken);
  }
  const filled = quantity.minus(left);
  const averagePrice =
    worstPrice === undefined ? undefined : cost.dividedBy(filled, worstPrice.scale + EXTRA_DIGITS, 'half-even');
  return { filled, cost, averagePrice, worstPrice };
}
