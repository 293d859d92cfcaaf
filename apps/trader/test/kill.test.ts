import { describe, expect, it } from 'vitest';
import { killRun } from './kill/kill-run.js';

describe('the bot in a process of its own, killed with SIGKILL', () => {
  it('five times: its ledger is what Kraken has, and it trades on', async () => {
    const { kills, broken } = await killRun({ kills: 5, seed: 1 });
    expect([kills, broken]).toEqual([5, {}]);
  }, 600_000);
});
