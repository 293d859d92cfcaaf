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

  it.runIf(process.platform !== 'win32')('says that a folder may not be written', () => {
    chmodSync(root, 0o555);
    const made = () => attempt('locking it', () => makeFile(join(root, 'file')));
    expect(() => asNobody(made)).toThrow('permission denied while locking it');
    chmodSync(root, 0o700);
  });
});

const NOBODY = 65_534;

/** Permissions are nothing to root, so root is somebody else meanwhile. */
function asNobody(act: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
