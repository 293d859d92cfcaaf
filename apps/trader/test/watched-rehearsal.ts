import { letPass } from './moved-time.js';
import { rehearsingUser } from './rehearsals.js';

export interface Shown {
  readonly about: { readonly id: string };
  readonly status: { readonly state: string; readonly openTrades: unknown[]; readonly closedTrades: number };
}

/** A rehearsal with a dashboard, whose time is moved by hand. */
export async function watchedRehearsal(...args: string[]) {
  const { time, ...user } = rehearsingUser();
  const run = user.start('-x', 'rehearsal', '--dashboard', '0', ...args);
  const codes: number[] = [];
  void run.ended.then((code) => codes.push(code));
  /** Moves time until something is so, or the command has ended. */
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (codes.length === 0 && !(await isSo())) await letPass(time, 10);
  };
  const urlOf = () => /Dashboard: (http:\/\/127\.0\.0\.1:\d+)/.exec(run.out())?.[1];
  await until(() => urlOf() !== undefined);
  const url = urlOf() ?? '';
  const ask = async <Answer>(path: string): Promise<Answer> => (await fetch(url + path)).json() as Promise<Answer>;
  const status = async () => (await ask<Shown[]>('/api/bots'))[0]?.status;
  return { ...user, ...run, until, url, ask, status, code: () => codes[0] };
}
