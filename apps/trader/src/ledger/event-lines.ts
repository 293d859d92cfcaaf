import { UsageError } from '@fathom/contracts';
import type { StoredEvent } from '@fathom/storage';
import { type FilterFlags, newestOf } from './filter.js';
import type { LedgerView } from './ledger-view.js';

type Choice = (events: readonly StoredEvent[]) => StoredEvent[];

/** Events are not entries: of the filters only `--last` has a meaning. @throws {UsageError} for any other. */
export function eventChoice(flags: FilterFlags): Choice {
  for (const name of ['status', 'side', 'reason', 'since', 'until', 'refused'] as const) {
    if (flags[name] !== undefined)
      throw new UsageError(`--${name} chooses trades and orders, not events: --format events takes --last alone`);
  }
  return newestOf(flags);
}

/** A line an event as it was kept, ledger by ledger, and the newest of each where only those are wanted. */
export function* eventsText(views: readonly LedgerView[], choice: Choice): Generator<string> {
  for (const { events } of views) for (const { event } of choice(events)) yield `${JSON.stringify(event)}\n`;
}
