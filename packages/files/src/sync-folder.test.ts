import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syncFolder, syncFolderNow } from './sync-folder.js';

describe('bringing a folder to the disk', () => {
  it('fails nowhere, also where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fathom-files-'));
    for (const path of [folder, join(folder, 'none')]) {
      await expect(syncFolder(path)).resolves.toBeUndefined();
      expect(() => syncFolderNow(path)).not.toThrow();
    }
  });
});
