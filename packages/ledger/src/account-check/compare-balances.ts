import { type Booking, Decimal } from '@fathom/contracts';
import type { Finding } from './finding.js';

/** An asset of the bot's pair, now. */
export interface AssetState {
  readonly asset: string;
  /** What the ledger says the bot has of it, or has spent when below zero. */
  readonly ledger: Decimal;
  /** What the exchange says the account has of it. */
  readonly account: Decimal;
  /** The smallest amount the exchange's books tell apart. */
  readonly unit: Decimal;
  /** Less than this cannot be traded. */
  readonly minimum: Decimal;
}

/** What is remembered of an asset between two comparisons. */
export interface AssetMemory {
  /** What the account has beyond the ledger: money that is not this bot's. */
  readonly beyond: Decimal;
  /** Differences told so far, the sum. */
  readonly told: Decimal;
  /** A difference seen once and not told yet: it may be something that was on its way. */
  readonly suspect: Decimal;
}

/**
 * One asset's balance against the ledger. The account may hold more than the bot's: what it has beyond the ledger must
 * stay the same, but for bookings that are not the bot's. Executions of the bot change both sides alike, also when the
 * ledger hears of them later.
 *
 * A difference is told when it is the same twice running, and then counts as known. What is within the rounding of the
 * books is taken over in silence: the exchange rounds each booking and each balance to `unit`.
 */
export function compareBalance(
  state: AssetState,
  memory: AssetMemory | undefined,
  { foreign, count }: { readonly foreign: Decimal; readonly count: number },
): { readonly memory: AssetMemory; readonly findings: Finding[] } {
  const beyond = state.account.minus(state.ledger);
  if (memory === undefined) {
    return { memory: { beyond, told: Decimal.ZERO, suspect: Decimal.ZERO }, findings: [] };
  }
  const expected = memory.beyond.plus(foreign);
  const difference = beyond.minus(expected);
  const slack = state.unit.times(Decimal.of(BigInt(count + 2), 0));
  if (!difference.abs().isGreaterThan(slack)) {
    return { memory: { beyond, told: memory.told, suspect: Decimal.ZERO }, findings: [] };
  }
  const isSeenBefore = !difference.minus(memory.suspect).abs().isGreaterThan(slack);
  if (!isSeenBefore) {
    return { memory: { beyond: expected, told: memory.told, suspect: difference }, findings: [] };
  }
  const total = memory.told.plus(difference);
  const isDust = difference.abs().isLessThan(state.minimum);
  return {
    memory: { beyond, told: total, suspect: Decimal.ZERO },
    findings: [{ type: 'balance-differs', asset: state.asset, difference, total, isDust }],
  };
}

/** What bookings changed of an asset in all. */
export function changeOf(bookings: readonly Booking[], asset: string): Decimal {
  return bookings.reduce((sum, each) => (each.asset === asset ? sum.plus(each.change) : sum), Decimal.ZERO);
}
