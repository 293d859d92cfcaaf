import { CheckFailed } from '../../check-failed.js';
import type { Io } from '../../io.js';
import { openKraken, type OpenKraken } from '../../kraken.js';
import { chosenLedgers } from '../command.js';
import type { LedgerView } from '../ledger-view.js';
import type { Verdict } from './difference.js';
import { OWN, showVerdict } from './show-verdict.js';
import { verifyInternally } from './verify-internally.js';
import { verifyWithExchange } from './verify-with-exchange.js';

export interface VerifyFlags {
  readonly folder: string;
  readonly offline?: boolean;
  readonly keyFile?: string;
}

/**
 * `trader ledger verify`: ledgers against themselves, and those of live bots against Kraken.
 * @throws {CheckFailed} when something differs.
 */
export async function verifyLedgers(name: string | undefined, flags: VerifyFlags, io: Io): Promise<void> {
  const views = await chosenLedgers(name, flags, io);
  let differences = 0;
  const kraken = krakenFor(views, flags, io);
  for (const view of views) {
    io.out.write(`${view.name}\n`);
    const verdicts: (readonly [string, Verdict])[] = [[OWN, verifyInternally(view)]];
    if (kraken !== undefined && view.opened.mode === 'live') {
      verdicts.push(['Kraken', await kraken.insist(() => verifyWithExchange(view, kraken.rest))]);
    }
    for (const [by, verdict] of verdicts) {
      showVerdict(by, verdict, io.out);
      differences += verdict.differences.length;
    }
  }
  if (differences > 0) throw new CheckFailed(`${differences} difference(s) in ${views.length} ledger(s)`);
}

/** Kraken, where there is something to ask it and it may be asked. */
function krakenFor(views: readonly LedgerView[], { offline, keyFile }: VerifyFlags, io: Io): OpenKraken | undefined {
  if (offline === true || !views.some(({ opened }) => opened.mode === 'live')) return undefined;
  const kraken = openKraken(io, { withKeys: true, keyFile });
  if (kraken.keys !== undefined) return kraken;
  io.out.write(
    'Not compared with Kraken: there are no keys (set KRAKEN_API_KEY and\nKRAKEN_API_SECRET, or write them into kraken.key).\n\n',
  );
  return undefined;
}
