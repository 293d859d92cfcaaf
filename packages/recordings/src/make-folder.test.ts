import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

const root = mkdtempSync(join(tmpdir(), 'fathom-make-folder-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes what is missing, and minds nothing that is there', () => {
    const path = join(root, 'a', 'b', 'c');
    makeFolder(path);
    makeFolder(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('says that a file is in the way', () => {
    makeFolder(root);
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file', 'b'))).toThrow(DataError);
    expect(() => makeFolder(join(root, 'file'))).toThrow(/ while making .*file$/);
  });

  it.runIf(process.platform === 'linux')('comes back from where nobody can make one', () => {
    expect(() => makeFolder('/proc/nowhere/segments')).toThrow(
      'no such file or folder while making /proc/nowhere/segments',
    );
  });
});
