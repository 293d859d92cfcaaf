import type { ClosedTrade } from '@fathom/contracts';

/** Why a trade was closed, and what of it was left over: `stopLoss, 0.00005 left over`. */
export function exitText({ exitReason, leftOver }: Pick<ClosedTrade, 'exitReason' | 'leftOver'>): string {
  return leftOver === undefined ? exitReason : `${exitReason}, ${leftOver.toString()} left over`;
}
