import type { ClosedTrade, Decimal, Fill, Liquidity, TradeSide } from '@fathom/contracts';

/** What a closed trade came to. */
export type TradeFigures = Omit<ClosedTrade, 'id' | 'entryOrderId' | 'exitOrderId' | 'leftOver'>;

/** What few different values are seen of: kept once for all trades that share it. */
export interface TradeKind {
  readonly side: TradeSide;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  readonly entryReason: string;
  readonly exitReason: string;
}

/** The amounts of one fill. */
export type Execution = Pick<Fill, 'quantity' | 'price' | 'cost' | 'fee' | 'slippage'>;

/** When a trade was opened and closed, milliseconds since 1970 UTC, and by what. */
export interface RoundTrip {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly entry: Execution;
  readonly exit: Execution;
  readonly rolloverFee: Decimal;
}

export function tradeFigures(kind: TradeKind, trip: RoundTrip): TradeFigures {
  const { openedAt, closedAt, entry, exit, rolloverFee } = trip;
  const { side, entryLiquidity, exitLiquidity, entryReason, exitReason } = kind;
  const gain = side === 'long' ? exit.cost.minus(entry.cost) : entry.cost.minus(exit.cost);
  const beforeRollover = gain.minus(entry.fee.plus(exit.fee));
  return {
    side,
    quantity: entry.quantity,
    openedAt,
    closedAt,
    entryPrice: entry.price,
    exitPrice: exit.price,
    entryCost: entry.cost,
    exitCost: exit.cost,
    entryFee: entry.fee,
    exitFee: exit.fee,
    entryLiquidity,
    exitLiquidity,
    rolloverFee,
    slippage: entry.slippage.plus(exit.slippage),
    profit: rolloverFee.isZero() ? beforeRollover : beforeRollover.minus(rolloverFee),
    entryReason,
    exitReason,
  };
}
