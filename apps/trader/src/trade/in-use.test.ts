import { Decimal } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { RecordingLedgerStore } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { InUse } from './in-use.js';

const DAY = 86_400_000;

describe('a ledger in use', () => {
  it('says so once a day, and is as new as that', () => {
    const store = new RecordingLedgerStore();
    const ledger = new Ledger({ startBalance: Decimal.ONE });
    const inUse = new InUse({ store, ledger });
    for (let now = 0; now <= 3 * DAY; now += DAY / 4) inUse.at(now);
    expect(store.events.map(({ time }) => time)).toEqual([0, DAY, 2 * DAY, 3 * DAY]);
    expect(ledger.newestEventAt).toBe(3 * DAY);
  });
});
