import { UsageError } from '@fathom/contracts';

/** The command line's part of it: texts. */
export interface DashboardFlags {
  readonly dashboard?: string | true;
  readonly dashboardHost?: string;
  readonly dashboardControl?: boolean;
}

/** Where the dashboard is, and whether it may do anything. */
export interface DashboardPlan {
  readonly port: number;
  readonly host: string;
  /** Somebody with the token for control may pause, close, cancel and kill. */
  readonly hasControl: boolean;
}

const PORT = 8430;

/**
 * The command line before the environment (`DASHBOARD_PORT`, `DASHBOARD_HOST`, `DASHBOARD_CONTROL=1`).
 * @returns undefined when none is wanted.
 * @throws {UsageError} for a port that is none, or a host or control without a dashboard.
 */
export function planDashboard(
  { dashboard, dashboardHost, dashboardControl }: DashboardFlags,
  env: Readonly<Record<string, string | undefined>>,
): DashboardPlan | undefined {
  const asked = dashboard ?? env['DASHBOARD_PORT'];
  if (asked === undefined || asked === '') {
    if (dashboardHost !== undefined) throw new UsageError('--dashboard-host needs --dashboard');
    if (dashboardControl === true) throw new UsageError('--dashboard-control needs --dashboard');
    return undefined;
  }
  const port = asked === true ? PORT : Number(asked);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || asked.toString().trim() === '') {
    throw new UsageError(`--dashboard ${String(asked)} is not a port`);
  }
  return {
    port,
    host: dashboardHost ?? (env['DASHBOARD_HOST'] || '127.0.0.1'),
    hasControl: dashboardControl ?? env['DASHBOARD_CONTROL'] === '1',
  };
}
