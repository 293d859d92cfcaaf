import { DataError } from '@fathom/contracts';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import type { Health } from './health.js';
import { HEALTH_EVERY_MS, HealthFile } from './health-file.js';
import { RunFiles } from './run-files.js';

describe('a health file that cannot be written', () => {
  it('is told once, in words, and once when it can be written again', async () => {
    const disk = { isFull: true };
    class Files extends RunFiles {
      override write(): void {
        if (disk.isFull) throw new DataError('no space left on device while making data/run');
      }
    }
    const troubles: string[] = [];
    const time = new ManualTime(0);
    const health = {} as Health;
    const onTrouble = (reason: string) => troubles.push(reason);
    const file = new HealthFile({
      files: new Files('run'),
      key: '1-paper',
      scheduler: time,
      health: () => health,
      onTrouble,
    });
    file.start();
    await time.advance(2 * HEALTH_EVERY_MS);
    const path = new RunFiles('run').healthPath('1-paper');
    const told = `${path} cannot be written, going on without it: no space left on device while making data/run`;
    expect(troubles).toEqual([told]);
    disk.isFull = false;
    await time.advance(2 * HEALTH_EVERY_MS);
    expect(troubles).toEqual([told, `${path} is written again`]);
  });
});
