import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { newFile, newFolder } from './test-files.js';
import { writeFileAtomically } from './write-file.js';

const isLinux = process.platform === 'linux';

describe('writeFileAtomically', () => {
  it('writes texts and bytes, from an array or as they come', async () => {
    const path = join(newFolder(), 'out.json');
    await writeFileAtomically(path, ['ä', Buffer.from('b'), '']);
    expect(readFileSync(path, 'utf8')).toBe('äb');
    await writeFileAtomically(
      path,
      (async function* () {
        yield 'later';
      })(),
    );
    expect(readFileSync(path, 'utf8')).toBe('later');
    expect(readdirSync(dirname(path))).toEqual(['out.json']);
  });

  it('leaves what was there, and nothing else, when the chunks fail', async () => {
    const path = newFile('out.json', 'before');
    const failing = (async function* () {
      yield 'half';
      expect(readFileSync(path, 'utf8')).toBe('before');
      expect(readdirSync(dirname(path))).toHaveLength(2);
      throw new TypeError('no more');
    })();
    await expect(writeFileAtomically(path, failing)).rejects.toThrow(TypeError);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(dirname(path))).toEqual(['out.json']);
  });

  it.each([
    ['by itself', 'process.exit(3);', { status: 3, signal: null }],
    ['by SIGINT', "process.kill(process.pid, 'SIGINT');", { status: null, signal: 'SIGINT' }],
    ['by SIGTERM', "process.kill(process.pid, 'SIGTERM');", { status: null, signal: 'SIGTERM' }],
    [
      'by a signal that the program listens to',
      "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGTERM');",
      { status: 0, signal: null },
    ],
  ])('leaves nothing when the program ends in the middle, %s', (_, end, ended) => {
    const folder = newFolder();
    const program = `
      import { writeFileAtomically } from ${JSON.stringify(new URL('./write-file.ts', import.meta.url).href)};
      await writeFileAtomically(${JSON.stringify(join(folder, 'out.json'))}, (async function* () {
        yield 'half';
        ${end}
        await new Promise((never) => setTimeout(never, 60_000));
      })());`;
    const flags = ['--conditions=@fathom/source', '--import', 'tsx', '--input-type=module', '-e', program];
    expect(spawnSync(process.execPath, flags)).toMatchObject(ended);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the permissions of the file it replaces', async () => {
    const path = newFile('out.json', 'before');
    chmodSync(path, 0o640);
    await writeFileAtomically(path, ['after']);
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('follows a symbolic link and leaves the link', async () => {
    const path = newFile('out.json', 'before');
    const link = join(dirname(path), 'link.json');
    symlinkSync(path, link);
    await writeFileAtomically(link, ['after']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('after');
  });

  it.each([
    ['a directory', () => newFolder(), 'it is a directory'],
    ['a folder that is not there', () => join(newFolder(), 'none', 'out.json'), 'no such file or folder while writing'],
    [
      'a path through a file',
      () => join(newFile('file', ''), 'out.json'),
      'a part of the path is not a folder while writing',
    ],
    ['too long a name', () => join(newFolder(), 'x'.repeat(300)), 'the name is too long while writing'],
  ])('refuses %s', async (_, path, message) => {
    const writing = writeFileAtomically(path(), ['x']);
    await expect(writing).rejects.toThrow(message);
    await expect(writing).rejects.toThrow(DataError);
  });

  it.runIf(isLinux)('says so when the device is full, and never replaces the device', async () => {
    await expect(writeFileAtomically('/dev/full', ['x'])).rejects.toThrow(
      new DataError('no space left on device while writing /dev/full'),
    );
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
    expect(readdirSync('/dev').filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.runIf(isLinux)('writes straight into a pipe', async () => {
    const pipe = join(newFolder(), 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
    const { open } = await import('node:fs/promises');
    // Opened for both, so that neither side waits for the other.
    const reader = await open(pipe, 'r+');
    await writeFileAtomically(pipe, ['through']);
    const { buffer, bytesRead } = await reader.read(Buffer.alloc(20));
    await reader.close();
    expect(buffer.toString('utf8', 0, bytesRead)).toBe('through');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it.runIf(isLinux)('writes to /dev/stdout, be it a file, a pipe or a socket', () => {
    const program = `
      import { writeFileAtomically } from ${JSON.stringify(new URL('./write-file.ts', import.meta.url).href)};
      await writeFileAtomically('/dev/stdout', ['one ', 'two']);`;
    const flags = ['--conditions=@fathom/source', '--import', 'tsx', '--input-type=module', '-e', program];
    expect(execFileSync(process.execPath, flags).toString()).toBe('one two');
  });
});

const listeners = () => process.listenerCount('exit') + process.listenerCount('SIGINT');

it('listens to the end of the process once, however many files are written at the same time', async () => {
  const folder = newFolder();
  const before = listeners();
  const counts: number[] = [];
  async function* chunks() {
    await Promise.resolve();
    counts.push(listeners() - before);
    yield 'text';
  }
  await Promise.all(Array.from({ length: 20 }, (_, at) => writeFileAtomically(join(folder, `${at}.txt`), chunks())));
  expect(Math.max(...counts)).toBe(2);
  expect(listeners()).toBe(before);
});
