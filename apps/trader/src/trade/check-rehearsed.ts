import { UsageError } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';

const REHEARSED = 'BTC/USD';

/** @throws {UsageError} for a pair of which nothing is recorded: it would be traded at another's prices. */
export function checkRehearsed(pair: string): void {
  const { name } = findInstrument(pair);
  if (name !== REHEARSED) {
    throw new UsageError(
      `a rehearsal plays the recorded ${REHEARSED}, and nothing of ${name} is recorded: trade that on paper, without -x rehearsal`,
    );
  }
}
