import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '@fathom/contracts';
import type { AccountMemory } from '@fathom/ledger';
import { afterAll, describe, expect, it } from 'vitest';
import { AccountMemoryFile } from './account-memory-file.js';

const folder = mkdtempSync(join(tmpdir(), 'account-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const memory: AccountMemory = {
  since: 1_700_000_000_000,
  assets: { BTC: { beyond: Decimal.parse('0.25'), told: Decimal.ZERO, suspect: Decimal.parse('-0.00000001') } },
  seen: { 'booking L1': 1_699_999_999_000 },
};

describe('AccountMemoryFile', () => {
  it.each([
    ['of a comparison that is counted from', memory],
    ['of one that may have been overtaken', { ...memory, counted: { from: 1, to: 2.5 } }],
  ])('gives back what was saved, %s', async (_, saved) => {
    const path = join(folder, 'bot.account.json');
    await new AccountMemoryFile(path).save(saved);
    expect(new AccountMemoryFile(path).load()).toEqual(saved);
  });

  it.each(['', '{"version":1', '{"version":2,"since":1,"assets":{},"seen":{}}', '{"version":1,"since":"1"}', '[]'])(
    'knows nothing by %j',
    (text) => {
      const path = join(folder, 'damaged.account.json');
      writeFileSync(path, text);
      expect(new AccountMemoryFile(path).load()).toBeUndefined();
      expect(new AccountMemoryFile(join(folder, 'none')).load()).toBeUndefined();
    },
  );
});
