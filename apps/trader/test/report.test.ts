import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../test/build.js';
import { newUser } from './command-line.js';

beforeAll(() => build(), 300_000);

const SHORT = ['-p', '60', '-s', '2021-01-01', '-e', '2021-03-01', '--no-log'] as const;

describe('trader backtest --html', () => {
  it('writes one page that fetches nothing and holds the run', async () => {
    const { trader, folder } = newUser();
    const { code, err } = await trader('backtest', ...SHORT, '--html', 'run.html');
    expect([code, err]).toEqual([0, '']);
    const page = readFileSync(join(folder, 'run.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<title>MACD Strategy – Fathom backtest</title>');
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('id="candles-0"');
    expect(page).not.toMatch(/(src|href)="/);
  });

  it('writes the page to standard output, and nothing else there', async () => {
    const { trader, files, folder } = newUser();
    const { code, out, err } = await trader('backtest', ...SHORT.slice(0, -1), '--html', '-', '--json', 'run.json');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^<!doctype html>[^]*<\/html>\n?$/);
    expect(out.match(/<!doctype html>/g)).toHaveLength(1);
    expect(files()).toEqual(['run.json']);
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({ strategy: { name: 'macd' } });
    // Alone it keeps a log, as a page in a file does.
    const alone = await trader('backtest', ...SHORT.slice(0, -1), '--html', '-');
    expect(alone.out).toMatch(/^<!doctype html>[^]*<\/html>\n?$/);
    expect(files().some((file) => file.startsWith('logs'))).toBe(true);
  });

  it('has standard output for one thing', async () => {
    const { trader, files } = newUser();
    const result = await trader('backtest', ...SHORT, '--html', '-', '--json', '-');
    const why = '--json - and --html - exclude each other: only one of them can have standard output';
    expect(result).toEqual({ code: 2, out: '', err: `error: ${why}\n` });
    expect(files()).toEqual([]);
  });

  it('leaves nothing behind when it cannot be written', async () => {
    const { trader, files } = newUser();
    // Before anything is run or shown.
    for (const flag of ['--html', '--json']) {
      const { code, out, err } = await trader('backtest', ...SHORT.slice(0, -1), flag, 'nowhere/run.x');
      expect([code, out]).toEqual([3, '']);
      expect(err).toMatch(/^error: no such file or folder while writing [^\n]*nowhere.run\.x\n$/);
    }
    expect(files()).toEqual([]);
  });

  it.runIf(existsSync('/dev/full'))('is not shown on the console when the disk is full', async () => {
    const { trader, files } = newUser();
    const { code, out, err } = await trader('backtest', ...SHORT.slice(0, -1), '--html', '/dev/full');
    expect([code, out, err]).toEqual([3, '', 'error: no space left on device while writing /dev/full\n']);
    expect(files()).toEqual([]);
  });
});

describe('trader report', () => {
  it('puts the runs of JSON files side by side', async () => {
    const { trader, folder } = newUser();
    await trader('backtest', ...SHORT, '--json', 'a.json');
    await trader('backtest', ...SHORT, '--strategy', 'macd-cross', '--json', 'b.json');
    const { code, out } = await trader('report', 'a.json', 'b.json', '--html', 'both.html');
    expect([code, out]).toEqual([0, 'both.html: macd (a.json), macd-cross (b.json)\n']);
    const page = readFileSync(join(folder, 'both.html'), 'utf8');
    expect(page.match(/id="run-\d"/g)).toEqual(['id="run-0"', 'id="run-1"']);
  });

  it('puts them on standard output', async () => {
    const { trader, files } = newUser();
    await trader('backtest', ...SHORT, '--json', 'a.json');
    const { code, out } = await trader('report', 'a.json', '--html', '-');
    expect(code).toBe(0);
    expect(out).toMatch(/^<!doctype html>[^]*<\/html>\n?$/);
    expect(files()).toEqual(['a.json']);
  });

  it.each([
    [['nothing.json'], 3, 'nothing.json cannot be read: there is no such file'],
    [['text.json'], 3, 'text.json is not JSON'],
    [['other.json'], 3, 'other.json is not a report of trader backtest --json: bot is missing\n'],
    [['list.json'], 3, 'list.json is not a report of trader backtest --json: [1] is not an object with settings\n'],
    [Array.from({ length: 7 }, () => 'a.json'), 2, '7 reports: 6 at most'],
  ])('refuses %j', async (names, code, message) => {
    const { trader, folder, files } = newUser();
    writeFileSync(join(folder, 'text.json'), '\nBACKTEST, no JSON\n');
    writeFileSync(join(folder, 'list.json'), '[1]');
    writeFileSync(join(folder, 'other.json'), '{"a": 1}');
    const result = await trader('report', ...names, '--html', 'x.html');
    expect(result.code).toBe(code);
    expect(result.err).toContain(message);
    expect(result.err.trimEnd().split('\n')).toHaveLength(1);
    expect(files()).not.toContain('x.html');
  });
});
