import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syncFileNow } from './sync-file.js';
import { syncFolder, syncFolderNow } from './sync-folder.js';

describe('bringing to the disk', () => {
  it('fails nowhere, also where there is none; of a file only where there is one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fathom-files-'));
    const file = join(folder, 'a-file');
    writeFileSync(file, 'x');
    expect(() => syncFileNow(file)).not.toThrow();
    expect(() => syncFileNow(join(folder, 'none'))).toThrow('ENOENT');
    for (const path of [folder, join(folder, 'none')]) {
      await expect(syncFolder(path)).resolves.toBeUndefined();
      expect(() => syncFolderNow(path)).not.toThrow();
    }
  });
});
