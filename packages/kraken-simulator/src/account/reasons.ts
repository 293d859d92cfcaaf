import type { CancelReason } from '@fathom/simulator';

/**
 * Kraken's `reason` of a canceled order. `User requested`, `Out of funds` and `Order replaced` are recorded; the others
 * are ours, since no list of them is published.
 */
export const REASONS: Readonly<Record<CancelReason, string>> = {
  'canceled by client': 'User requested',
  'canceled all': 'User requested',
  'dead man’s switch': 'User requested',
  'immediate or cancel': 'IOC order',
  'no liquidity': 'No liquidity',
  'insufficient funds': 'Out of funds',
  'insufficient margin': 'Insufficient margin',
  'reduce only': 'Reduce only',
  'amended below filled quantity': 'User requested',
  'post only': 'Post only order',
};
