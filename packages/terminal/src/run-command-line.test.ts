import { DataError, UsageError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './exit-codes.js';
import { runCommandLine } from './run-command-line.js';

/** Runs a program that does one thing. */
async function ran(act: (words: string[]) => unknown, args: readonly string[] = []) {
  let err = '';
  const code = await runCommandLine(args, {
    program: { parseAsync: async (words) => act(words) },
    err: { write: (text) => (err += text) },
    exits: new Map([['idle', 5]]),
  });
  return [code, err];
}

const thrown = (error: unknown) => () => {
  throw error;
};
const coded = (message: string, fields: object) => Object.assign(new Error(message), fields);

describe('a command line', () => {
  it('is handed on without the `--` of a package manager', async () => {
    const seen: string[][] = [];
    expect(await ran((words) => seen.push(words), ['--', 'status', '--'])).toEqual([0, '']);
    expect(await ran((words) => seen.push(words), ['status'])).toEqual([0, '']);
    expect(seen).toEqual([['status', '--'], ['status']]);
  });

  it.each<[unknown, number, string]>([
    [new UsageError('no such pair'), 2, 'error: no such pair\n'],
    [new DataError('no space left'), 3, 'error: no space left\n'],
    [coded('Kraken did not answer', { code: 'transport' }), 4, 'error: Kraken did not answer\n'],
    [coded('nobody collects', { code: 'idle' }), 5, 'error: nobody collects\n'],
    [coded('help', { code: 'commander.help', exitCode: 0 }), 0, ''],
    [coded('unknown option', { code: 'commander.unknownOption', exitCode: 1 }), 2, ''],
    ['half a thought', 1, 'error: half a thought\n'],
  ])('that throws %s ends with %d', async (error, code, text) => {
    expect(await ran(thrown(error))).toEqual([code, text]);
  });

  it('shows where a defect is', async () => {
    expect(await ran(thrown(new TypeError('x is undefined')))).toEqual([
      1,
      expect.stringMatching(/^error: x is undefined\nTypeError: x is undefined\n +at /),
    ]);
  });
});

describe('an exit code', () => {
  it('is known of errors of another copy of our packages, such as the dashboard brings', () => {
    const another = coded('--dashboard abc is not a port', { code: 'usage' });
    expect([exitCodeOf(another), exitCodeOf(new UsageError('x'))]).toEqual([2, 2]);
  });

  it('says of everything else that it is a defect', () => {
    const ofNode = coded('no such file', { code: 'ENOENT' });
    expect([new Error('x'), 'x', undefined, ofNode].map((error) => exitCodeOf(error))).toEqual([1, 1, 1, 1]);
  });
});
