import { join } from 'node:path';
import { DataError, Decimal, type LedgerEvent } from '@fathom/contracts';
import { Ledger, type LedgerOptions } from '@fathom/ledger';
import { SqliteLedger } from '@fathom/storage';

/** Final orders kept in mind: far more than can be heard of late. */
const REMEMBERED = 4096;

export interface BotLedgerOptions {
  readonly folder: string;
  /** `197-paper`; the file's name. */
  readonly name: string;
  readonly botId: string;
  readonly mode: string;
  readonly pair: string;
  /** Digits the exchange keeps of the pair's costs. */
  readonly costDecimals: number;
  /** Asked for when there is no ledger yet. */
  readonly startBalance: () => Promise<Decimal>;
  /** The exchange's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  readonly onTrade: NonNullable<LedgerOptions['onTrade']>;
}

/** A bot's memory, on disk and as it follows from there. */
export interface BotLedger {
  readonly ledger: Ledger;
  readonly store: SqliteLedger;
  /** Events of earlier runs. */
  readonly replayed: number;
  readonly path: string;
}

/**
 * Opens a bot's ledger and replays it; a new one begins with the balance there is.
 * @throws {UsageError} when the bot is running already.
 * @throws {DataError} for a file that is damaged, newer, another bot's, or of another pair or mode.
 */
export async function openBotLedger(options: BotLedgerOptions): Promise<BotLedger> {
  const { folder, name, botId, mode, pair, now } = options;
  const path = join(folder, `${name}.sqlite`);
  const store = await SqliteLedger.open(path, { botId });
  try {
    let replayed = 0;
    const isToldOf = { trades: false };
    const ledger = new Ledger({
      startBalance: Decimal.ZERO,
      remembered: REMEMBERED,
      onTrade: (event) => {
        if (isToldOf.trades) options.onTrade(event);
      },
    });
    for (const { event } of store.events()) {
      if (event.type === 'ledger-opened' && (event.pair !== pair || event.mode !== mode)) {
        throw new DataError(`${path} is the ledger of ${event.pair} (${event.mode}), not of ${pair} (${mode})`);
      }
      ledger.apply(event);
      replayed += 1;
    }
    if (replayed === 0) {
      const opened: LedgerEvent = {
        type: 'ledger-opened',
        time: now,
        mode,
        pair,
        startBalance: await options.startBalance(),
        costDecimals: options.costDecimals,
      };
      store.append(opened);
      ledger.apply(opened);
    }
    isToldOf.trades = true;
    return { ledger, store, replayed, path };
  } catch (error) {
    store.close();
    throw error;
  }
}
