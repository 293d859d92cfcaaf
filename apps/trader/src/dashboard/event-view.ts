import type { LedgerEvent } from '@fathom/contracts';
import type { EventView } from '@fathom/dashboard';

/** An event of the ledger as a line for people. */
export function eventView(sequence: number, event: LedgerEvent): EventView {
  const { type, time, ...rest } = event;
  return { sequence, time, type, text: JSON.stringify(rest) };
}
