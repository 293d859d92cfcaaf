import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attempt } from './io-error.js';
import { makeFile } from './make-file.js';

const root = mkdtempSync(join(tmpdir(), 'fathom-make-file-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('makeFile', () => {
  it('makes what is missing, and leaves what is there alone', () => {
    makeFile(join(root, 'new'));
    expect(readFileSync(join(root, 'new'), 'utf8')).toBe('');
    writeFileSync(join(root, 'old'), 'text');
    makeFile(join(root, 'old'));
    expect(readFileSync(join(root, 'old'), 'utf8')).toBe('text');
  });

  it('says that a folder is not there', () => {
    expect(() => attempt('locking it', () => makeFile(join(root, 'none', 'file')))).toThrow(
      'no such file or folder while locking it',
    );
  });

  // Permissions are nothing to root.
  it.runIf(process.getuid !== undefined && process.getuid() !== 0)('says that a folder may not be written', () => {
    chmodSync(root, 0o500);
    expect(() => attempt('locking it', () => makeFile(join(root, 'file')))).toThrow(
      'permission denied while locking it',
    );
    chmodSync(root, 0o700);
  });
});
