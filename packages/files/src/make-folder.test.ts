import type * as FileSystem from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from './make-folder.js';

vi.mock('node:fs', async (actual) => {
  const fs = await actual<typeof FileSystem>();
  return { ...fs, mkdirSync: vi.fn<typeof FileSystem.mkdirSync>(fs.mkdirSync) };
});
const readOnly = () => {
  throw Object.assign(new Error('EROFS: read-only file system, mkdir'), { code: 'EROFS', syscall: 'mkdir' });
};

const root = mkdtempSync(join(tmpdir(), 'fathom-make-folder-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes what is missing, and minds nothing that is there', () => {
    const path = join(root, 'a', 'b', 'c');
    expect(makeFolder(path)).toBe(join(root, 'a'));
    expect(makeFolder(path)).toBeUndefined();
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('says that a file is in the way', () => {
    makeFolder(root);
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file', 'b'))).toThrow(DataError);
    expect(() => makeFolder(join(root, 'file'))).toThrow(/ while making .*file$/);
  });

  it('names the file system that is read-only, not a folder that is missing', () => {
    vi.mocked(mkdirSync).mockImplementationOnce(readOnly);
    expect(() => makeFolder(join(root, 'x'))).toThrow(/^the file system is read-only while making .*x$/);
    expect(vi.mocked(mkdirSync).mock.lastCall?.[1]).not.toMatchObject({ recursive: true });
  });

  it.runIf(process.platform === 'linux')('comes back from where nobody can make one', () => {
    expect(() => makeFolder('/proc/nowhere/segments')).toThrow(
      'no such file or folder while making /proc/nowhere/segments',
    );
  });
});
