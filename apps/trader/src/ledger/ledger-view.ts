import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, Decimal, type LedgerOpened, type SignalRefused } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { SqliteLedger, type StoredEvent } from '@fathom/storage';
import { RefusedEntries } from './refused-entries.js';

/** A bot's ledger as it is on disk, for looking at. */
export interface LedgerView {
  /** `197-paper`. */
  readonly name: string;
  readonly botId: string;
  readonly opened: LedgerOpened;
  readonly base: string;
  readonly quote: string;
  readonly ledger: Ledger;
  /** Entries that our rules or the exchange turned down, oldest first. */
  readonly refused: readonly SignalRefused[];
  /** Of the newest fill: what is open is valued at it. */
  readonly lastPrice: Decimal;
  readonly events: readonly StoredEvent[];
}

/** Names of the ledgers in a folder, without their ending. */
export function ledgerNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => (file.endsWith('.sqlite') ? [file.slice(0, -'.sqlite'.length)] : []))
    .toSorted((a, b) => a.localeCompare(b));
}

/** @throws {DataError} when it is damaged, newer, or has no beginning. */
export async function readLedger(folder: string, name: string): Promise<LedgerView> {
  const store = await SqliteLedger.read(join(folder, `${name}.sqlite`));
  try {
    return viewOf(name, store.botId, [...store.events()]);
  } finally {
    store.close();
  }
}

function viewOf(name: string, botId: string, events: readonly StoredEvent[]): LedgerView {
  const opened = events[0]?.event;
  if (opened?.type !== 'ledger-opened')
    throw new DataError(`ledger ${name} has no beginning: no bot has begun to trade on it`);
  const ledger = new Ledger({ startBalance: Decimal.ZERO, remembered: Number.POSITIVE_INFINITY });
  const refused = new RefusedEntries();
  let lastPrice = Decimal.ZERO;
  for (const { event } of events) {
    ledger.apply(event);
    refused.hear(event);
    if (event.type === 'order-filled') lastPrice = event.fill.price;
  }
  const [base = '', quote = ''] = opened.pair.split('/');
  return { name, botId, opened, base, quote, ledger, refused: refused.all, lastPrice, events };
}
