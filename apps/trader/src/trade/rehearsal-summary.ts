import { basename } from 'node:path';
import { lineWidth } from '@fathom/terminal';
import type { Io } from '../io.js';
import { ledgerText } from '../ledger/command.js';
import { readLedger } from '../ledger/ledger-view.js';
import { OWN, showVerdict } from '../ledger/verify/show-verdict.js';
import { verifyInternally } from '../ledger/verify/verify-internally.js';
import { verifyWithExchange } from '../ledger/verify/verify-with-exchange.js';
import type { MarketAccess } from './market-access.js';
import type { RunningBot } from './running-bot.js';

/** What a rehearsal has come to: the ledger, and whether the local Kraken's records say the same, while it is still there. */
export async function showRehearsal({ plan, memory }: RunningBot, access: MarketAccess, { out }: Io): Promise<void> {
  const view = await readLedger(plan.ledgerFolder, basename(memory.path, '.sqlite'));
  out.write(`\n${ledgerText([view], { width: lineWidth(out) })}\nVerified:\n`);
  showVerdict(OWN, verifyInternally(view), out);
  showVerdict('Kraken', await verifyWithExchange(view, access.rest), out);
  out.write(`'trader ledger' shows it again, 'trader --help' what else there is.\n`);
}
