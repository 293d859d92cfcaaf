import { join } from 'node:path';
import type { Logger } from '@fathom/contracts';
import { isLoopback } from '../server/loopback.js';
import { type Dashboard, type DashboardOptions, openDashboard } from '../server/dashboard.js';
import type { DashboardPlan } from './dashboard-plan.js';
import { dashboardTokens } from './token-file.js';

export interface PlannedDashboardOptions extends Pick<DashboardOptions, 'bots' | 'capture' | 'time'> {
  readonly plan: DashboardPlan;
  /** Where the user is; hashes of tokens are kept below it. */
  readonly folder: string;
  readonly log: Pick<Logger, 'info'>;
  /** The user's terminal: the one place where a new token is shown. */
  readonly terminal: { write(text: string): unknown };
}

const TOKENS = 'data/state/dashboard-tokens.json';

/**
 * Opens a dashboard as the command line wants it. Tokens that are needed and not there yet are made and shown once.
 * @throws {UsageError} for an address that is taken or not ours.
 * @throws {DataError} for a file of tokens that is none.
 */
export async function openPlannedDashboard(options: PlannedDashboardOptions): Promise<Dashboard> {
  const { plan, folder, log, terminal, ...rest } = options;
  const { hashes, fresh } = dashboardTokens(join(folder, TOKENS), [
    ...(isLoopback(plan.host) ? [] : (['read'] as const)),
    ...(plan.hasControl ? (['control'] as const) : []),
  ]);
  const dashboard = await openDashboard({ ...rest, ...plan, tokens: hashes });
  // Not through the log, which is a file: a token is in no file.
  for (const { role, token } of fresh) {
    terminal.write(`Dashboard token to ${role === 'read' ? 'look' : 'control'}, shown this once: ${token.reveal()}\n`);
  }
  log.info(`Dashboard: ${dashboard.url}${plan.hasControl ? ', with control' : ''}`);
  return dashboard;
}
