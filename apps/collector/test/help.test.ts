import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';

const network = { sockets: { open: () => Promise.reject() as never }, transport: () => Promise.reject(new Error()) };
const help = (...words: string[]) =>
  newUser({ time: new ManualTime(0), network, columns: 80 }).collector(...words, '--help');
const COMMANDS = ['start', 'status', 'ticker', 'list', 'verify', 'at', 'export', 'import', 'compact', 'seal', 'prune'];

describe('help', () => {
  it('names every command and exit code', async () => {
    const { code, out } = await help();
    expect(code).toBe(0);
    for (const word of COMMANDS) {
      expect(out).toMatch(new RegExp(`^  ${word} `, 'm'));
    }
    for (const exit of [0, 1, 2, 3, 4, 5]) expect(out).toMatch(new RegExp(`^  ${exit}  `, 'm'));
  });

  it.each(COMMANDS)('of %s says what each option is for', async (command) => {
    const { code, out } = await help(command);
    expect(code).toBe(0);
    const options = out.split('\n').filter((line) => /^ {2}-/.test(line));
    expect(options.length).toBeGreaterThan(1);
    for (const option of options) expect(option).toMatch(/^ {2}(-\w, )?--?[\w-]+( [<[][\w:]+[>\]])? {2,}\S/);
  });

  it.each(['', ...COMMANDS])('of %j fits into 80 columns', async (command) => {
    const { out } = await (command === '' ? help() : help(command));
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('names the recording, and where its archive is, alike in every command that has one', async () => {
    for (const command of COMMANDS.filter((name) => name !== 'ticker')) {
      const { out } = await help(command);
      expect(out).toMatch(/^ {2}--books <folder> /m);
      expect(out).toMatch(/^ {2}--store <address> /m);
    }
  });
});
