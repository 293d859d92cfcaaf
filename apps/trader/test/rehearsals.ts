import { ManualTime } from '@fathom/testkit';
import { beforeAll } from 'vitest';
import { newUser } from './command-line.js';
import { warmUp, whileTimePasses } from './moved-time.js';

/** No network at all: a rehearsal needs none. */
const unreachable = () => Promise.reject(new Error('nothing is to be asked of the network'));

/** A user without a network, under a clock moved by hand; `trader` lets time pass until its command is done. */
export function rehearsingUser(env: Readonly<Record<string, string>> = {}) {
  const time = new ManualTime(Date.UTC(2026, 7, 2));
  const user = newUser({ env, network: { transport: unreachable, time } });
  return { ...user, time, trader: (...args: string[]) => whileTimePasses(time, user.trader(...args), 5) };
}

beforeAll(warmUp, 60_000);
