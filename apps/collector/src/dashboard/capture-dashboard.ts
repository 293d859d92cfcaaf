import type { Dashboard, DashboardFlags } from '@fathom/dashboard';
import type { Log } from '@fathom/notifications';
import type { Io } from '../io.js';
import type { Reporter } from '../start/reporter.js';

interface Captured {
  readonly io: Io;
  readonly log: Log;
  /** The recording's folder. */
  readonly folder: string;
  readonly store: string | undefined;
  readonly reporter: Reporter;
}

/**
 * The page to watch a collector on; undefined when none is wanted.
 * @throws {UsageError} for a port that is none, or an address that is taken or not ours.
 */
export async function openCaptureDashboard(
  flags: DashboardFlags,
  { io, log, folder, store, reporter }: Captured,
): Promise<Dashboard | undefined> {
  const { openPlannedDashboard, planDashboard } = await import('@fathom/dashboard');
  const plan = planDashboard(flags, io.env);
  if (plan === undefined) return undefined;
  const { ShownCapture } = await import('./shown-capture.js');
  const capture = new ShownCapture({ folder, store, view: () => reporter.view, collector: () => reporter.collector });
  const dashboard = await openPlannedDashboard({
    // There is nothing to control.
    plan: { ...plan, hasControl: false },
    folder: io.cwd,
    log,
    terminal: io.err,
    bots: new Map(),
    capture,
    time: io.time,
  });
  return {
    url: dashboard.url,
    close: async () => {
      await dashboard.close();
      await capture.close();
    },
  };
}
