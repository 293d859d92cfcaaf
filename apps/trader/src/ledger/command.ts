import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DataError, Decimal, UsageError } from '@fathom/contracts';
import { Ledger, tradeRow } from '@fathom/ledger';
import { colouredText, wantsColour } from '@fathom/notifications';
import { SqliteLedger } from '@fathom/storage';
import type { Io } from '../io.js';
import { openTradeRow } from '../trade/open-trade-row.js';

export interface LedgerFlags {
  readonly folder: string;
  /** Machines read this. */
  readonly json?: boolean;
}

/** `trader ledger [name]`: a bot's trades, as its ledger on disk has them; without a name, which ledgers there are. */
export async function showLedger(name: string | undefined, flags: LedgerFlags, io: Io): Promise<void> {
  const folder = resolve(io.cwd, flags.folder);
  const names = ledgerNames(folder);
  if (names.length === 0) throw new DataError(`there are no ledgers in ${folder}: a bot that trades makes one`);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined) {
    io.out.write(`${names.join('\n')}\n`);
    return;
  }
  if (!names.includes(wanted)) throw new UsageError(`there is no ledger ${wanted}: there are ${names.join(', ')}`);
  const store = await SqliteLedger.read(join(folder, `${wanted}.sqlite`));
  try {
    if (flags.json === true) for (const { event } of store.events()) io.out.write(`${JSON.stringify(event)}\n`);
    else showTrades(store, io);
  } finally {
    store.close();
  }
}

function ledgerNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => (file.endsWith('.sqlite') ? [file.slice(0, -'.sqlite'.length)] : []))
    .toSorted((a, b) => a.localeCompare(b));
}

function showTrades(store: SqliteLedger, { out }: Io): void {
  const ledger = new Ledger({ startBalance: Decimal.ZERO, remembered: Number.POSITIVE_INFINITY });
  let quote = '';
  let base = '';
  let price = Decimal.ZERO;
  for (const { event } of store.events()) {
    ledger.apply(event);
    if (event.type === 'ledger-opened') [base = '', quote = ''] = event.pair.split('/');
    if (event.type === 'order-filled') price = event.fill.price;
  }
  const isColoured = wantsColour(out);
  const show = ({ segments, text }: ReturnType<typeof tradeRow>) =>
    out.write(`${isColoured ? colouredText(segments) : text}\n`);
  for (const trade of ledger.closed) show(tradeRow(trade, quote));
  for (const trade of ledger.open) show(openTradeRow(trade, price, quote));
  const active = ledger.activeOrders();
  for (const order of active) {
    out.write(
      `${order.exchangeOrderId || order.clientOrderId} ${order.side.toUpperCase()} ${order.type} ${order.status}\n`,
    );
  }
  out.write(
    `${ledger.closed.length} trades closed, ${ledger.open.length} open, ${active.length} orders not final; ` +
      `${ledger.cash.toString()} ${quote} and ${ledger.holding.toString()} ${base}\n`,
  );
}
