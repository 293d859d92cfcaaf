import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.js';

let folder = '';
let now = 0;
let complaints: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-file-'));
  now = 0;
  complaints = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fileAt(path: string): LogFile {
  return new LogFile(path, {
    clock: { now: () => now },
    complain: (line) => complaints.push(line),
    gapLine: (lost) => `(${lost} lost)\n`,
  });
}

describe('LogFile', () => {
  it('has every line in the file as soon as write returns, in folders it makes', () => {
    const path = join(folder, 'a/b/log');
    const file = fileAt(path);
    file.write('one\n');
    expect(readFileSync(path, 'utf8')).toBe('one\n');
    file.write('two ä\nthree\n', 2);
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo ä\nthree\n');
    file.close();
    expect(complaints).toEqual([]);
  });

  it('adds to what is there', () => {
    const path = join(folder, 'log');
    writeFileSync(path, 'before\n');
    const file = fileAt(path);
    file.write('after\n');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('before\nafter\n');
  });

  it('goes on when the folder cannot be used, complains once, and tells the gap when it is back', () => {
    const blocker = join(folder, 'logs');
    writeFileSync(blocker, 'a file where the folder should be');
    const path = join(blocker, 'log');
    const file = fileAt(path);
    file.write('lost 1\n');
    file.write('lost 2\nlost 3\n', 2);
    now = 1000;
    file.write('lost 4\n');
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(`log ${path} cannot be written, going on without it: `);

    rmSync(blocker);
    now = 1999;
    file.write('lost 5\n');
    expect(existsSync(path)).toBe(false);
    now = 2000;
    file.write('back\n');
    file.write('and on\n');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('(5 lost)\nback\nand on\n');
    expect(complaints.slice(1)).toEqual([`log ${path} is written again, 5 lines are missing`]);
  });

  it('complains anew about a second failure', () => {
    const path = join(folder, 'logs', 'log');
    const file = fileAt(path);
    const block = () => {
      file.close();
      rmSync(join(folder, 'logs'), { recursive: true, force: true });
      writeFileSync(join(folder, 'logs'), '');
    };
    for (let round = 1; round <= 2; round += 1) {
      block();
      file.write('lost\n');
      rmSync(join(folder, 'logs'));
      now += 1000;
      file.write('kept\n');
      expect(complaints).toHaveLength(2 * round);
      expect(readFileSync(path, 'utf8')).toBe('(1 lost)\nkept\n');
    }
    file.close();
  });

  it('does not throw even when nobody can be told', () => {
    writeFileSync(join(folder, 'logs'), '');
    const file = new LogFile(join(folder, 'logs', 'log'), {
      clock: { now: () => now },
      complain: () => {
        throw new Error('standard error is closed');
      },
      gapLine: () => '',
    });
    expect(() => file.write('lost\n')).not.toThrow();
  });

  // Linux's always-full disk.
  it.runIf(existsSync('/dev/full'))('survives a full disk', () => {
    const file = fileAt('/dev/full');
    file.write('', 0);
    expect(complaints).toEqual([]);
    file.write('lost\n');
    file.write('lost\n');
    file.close();
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('ENOSPC');
  });
});
