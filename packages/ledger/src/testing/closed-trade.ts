import { type ClosedTrade, Decimal } from '@fathom/contracts';

export interface TradeSketch {
  readonly id?: string;
  readonly side?: 'long' | 'short';
  readonly quantity?: string;
  readonly openedAt?: number;
  readonly closedAt?: number;
  readonly entryPrice?: string;
  readonly exitPrice?: string;
  readonly entryFee?: string;
  readonly exitFee?: string;
  readonly entryLiquidity?: 'maker' | 'taker';
  readonly exitLiquidity?: 'maker' | 'taker';
  readonly rolloverFee?: string;
  readonly slippage?: string;
  readonly entryReason?: string;
  readonly exitReason?: string;
}

/** A closed trade whose costs and profit follow from what is given. */
export function closedTrade(sketch: TradeSketch = {}): ClosedTrade {
  const quantity = Decimal.parse(sketch.quantity ?? '1');
  const entryPrice = Decimal.parse(sketch.entryPrice ?? '100');
  const exitPrice = Decimal.parse(sketch.exitPrice ?? '100');
  const entryFee = Decimal.parse(sketch.entryFee ?? '0');
  const exitFee = Decimal.parse(sketch.exitFee ?? '0');
  const rolloverFee = Decimal.parse(sketch.rolloverFee ?? '0');
  const side = sketch.side ?? 'long';
  const entryCost = entryPrice.times(quantity);
  const exitCost = exitPrice.times(quantity);
  const gain = side === 'long' ? exitCost.minus(entryCost) : entryCost.minus(exitCost);
  return {
    id: sketch.id ?? 't1',
    side,
    quantity,
    openedAt: sketch.openedAt ?? 0,
    closedAt: sketch.closedAt ?? 0,
    entryOrderId: 'O-ENTRY',
    exitOrderId: 'O-EXIT',
    entryPrice,
    exitPrice,
    entryCost,
    exitCost,
    entryFee,
    exitFee,
    entryLiquidity: sketch.entryLiquidity ?? 'taker',
    exitLiquidity: sketch.exitLiquidity ?? 'taker',
    rolloverFee,
    slippage: Decimal.parse(sketch.slippage ?? '0'),
    profit: gain.minus(entryFee).minus(exitFee).minus(rolloverFee),
    entryReason: sketch.entryReason ?? 'crossover',
    exitReason: sketch.exitReason ?? 'takeProfit',
  };
}
