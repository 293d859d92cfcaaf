import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Secret } from '@fathom/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modeBanner } from './banners.js';
import { type LogOptions, openLog } from './log.js';

let folder = '';
let now = 0;
let shown = '';
let complaints: string[] = [];
const console = { write: (text: string) => (shown += text) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
  now = Date.UTC(2018, 3, 17, 21, 42, 55, 432);
  shown = '';
  complaints = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(changes: Partial<LogOptions> = {}) {
  return openLog({
    folder: join(folder, 'logs'),
    bot: { id: 320, name: 'Localbot' },
    clock: { now: () => now },
    random: { next: () => 0.5 },
    console,
    complain: (line) => complaints.push(line),
    ...changes,
  });
}

const row = [{ text: 'BUY 0.002 @ 8121.2 ' }, { text: 'P/L:  $0.4003', role: 'up' }];

describe('openLog', () => {
  it('names the file after bot and hour', async () => {
    const log = await open();
    log.close();
    expect(readdirSync(join(folder, 'logs'))).toEqual([basename(log.path)]);
    expect(basename(log.path)).toMatch(/^320[:-]Localbot_2018-04-17_21_nnnnnn$/);
  });

  it('writes plain lines to the file and coloured ones to the console, at once', async () => {
    const log = await open({ colour: true });
    log.info(modeBanner('paper', { id: 320, name: 'Localbot' }));
    expect(readFileSync(log.path, 'utf8')).toBe('2018-04-17 21:42:55,432:INFO:PAPER TRADING - 320:Localbot\n');
    expect(shown).toBe('\u001B[36mPAPER TRADING - 320:Localbot\u001B[39m\n');
    now += 2;
    log.info(row);
    expect(readFileSync(log.path, 'utf8').split('\n')[1]).toBe(
      '2018-04-17 21:42:55,434:INFO:BUY 0.002 @ 8121.2 P/L:  $0.4003',
    );
    expect(shown.split('\n')[1]).toBe('BUY 0.002 @ 8121.2 \u001B[32mP/L:  $0.4003\u001B[39m');
    log.close();
  });

  it('writes every level', async () => {
    const log = await open({ colour: true });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    log.critical('e');
    log.close();
    const levels = readFileSync(log.path, 'utf8').match(/[A-Z]+:[a-e]$/gm);
    expect(levels).toEqual(['DEBUG:a', 'INFO:b', 'WARNING:c', 'ERROR:d', 'CRITICAL:e']);
    expect(shown).toBe('a\nb\n\u001B[33mc\u001B[39m\n\u001B[31md\u001B[39m\n\u001B[31me\u001B[39m\n');
  });

  it('shows no colours to what is not a terminal, and nothing without a console', async () => {
    const log = await open();
    log.info(row);
    log.close();
    expect(shown).toBe('BUY 0.002 @ 8121.2 P/L:  $0.4003\n');
    const silent = await open({ console: false });
    silent.info(row);
    silent.close();
    expect(shown).toBe('BUY 0.002 @ 8121.2 P/L:  $0.4003\n');
  });

  it('loses no line of a long synchronous run', async () => {
    const log = await open();
    for (let i = 0; i < 5000; i += 1) log.info(`row ${i}`);
    const numbers = [...readFileSync(log.path, 'utf8').matchAll(/INFO:row (\d+)$/gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    log.close();
  });

  it('drops what comes after close', async () => {
    const log = await open();
    log.info('before');
    log.close();
    log.info('after');
    log.close();
    expect(readFileSync(log.path, 'utf8')).toMatch(/before\n$/);
    expect(shown).toBe('before\n');
  });
});

/** The objects of a text that has one a line. */
function lines(text: string): unknown[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const files = () => readdirSync(join(folder, 'logs')).toSorted();

/** Another six letters each time. */
function letters() {
  let next = 0;
  return { next: () => (next++ % 6 === 0 ? next : 0) / 100 };
}

describe('a log in JSON', () => {
  it('is one object a line, in the file and on a console that is no terminal', async () => {
    const log = await open({ format: 'json' });
    log.info(row, { trade: '197-a', order: undefined, message: 'another', bot_id: 1 });
    log.warn('two\nlines');
    log.close();
    const expected = [
      {
        time: '2018-04-17T21:42:55.432Z',
        level: 'info',
        bot: 'Localbot',
        bot_id: 320,
        message: 'BUY 0.002 @ 8121.2 P/L:  $0.4003',
        trade: '197-a',
      },
      { time: '2018-04-17T21:42:55.432Z', level: 'warn', bot: 'Localbot', bot_id: 320, message: 'two\nlines' },
    ];
    expect(log.path).toMatch(/_nnnnnn\.ndjson$/);
    expect(lines(readFileSync(log.path, 'utf8'))).toEqual(expected);
    expect(lines(shown)).toEqual(expected);
  });

  it('is for people on a terminal', async () => {
    const log = await open({ format: 'json', console: { ...console, isTTY: true }, colour: false });
    log.info(row, { trade: '197-a' });
    log.close();
    expect(shown).toBe('BUY 0.002 @ 8121.2 P/L:  $0.4003\n');
  });

  it('says in JSON what is missing', async () => {
    writeFileSync(join(folder, 'logs'), 'in the way');
    const log = await open({ format: 'json' });
    log.info('lost');
    rmSync(join(folder, 'logs'));
    now += 1000;
    log.info('kept');
    log.close();
    expect(lines(readFileSync(log.path, 'utf8'))).toMatchObject([
      { level: 'warn', message: '1 lines could not be written here' },
      { message: 'kept' },
    ]);
  });
});

describe('files of a log', () => {
  const DAY = 86_400_000;

  it('begin anew with each day, by its name', async () => {
    const log = await open();
    const first = log.path;
    log.info('today');
    now += DAY;
    log.info('tomorrow');
    log.close();
    expect(readFileSync(first, 'utf8')).toMatch(/today\n$/);
    expect(readFileSync(log.path, 'utf8')).toBe('2018-04-18 21:42:55,432:INFO:tomorrow\n');
    expect(files()).toHaveLength(2);
  });

  it('begin anew when one has grown too large; no line is split or lost', async () => {
    const log = await open({ random: letters(), rotation: { maxBytes: 200 } });
    for (let line = 0; line < 30; line += 1) log.info(`line ${line}`);
    log.close();
    const texts = files().map((name) => readFileSync(join(folder, 'logs', name), 'utf8'));
    expect(texts.length).toBeGreaterThan(4);
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(250);
    const all = [...texts.join('').matchAll(/INFO:line (\d+)\n/g)]
      .map(([, at]) => Number(at))
      .toSorted((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 30 }, (_, at) => at));
  });

  it("are deleted when they are old, if so wished, and only this bot's", async () => {
    mkdirSync(join(folder, 'logs'));
    const others = ['320:Localbot_notes.txt', '197:Other_2018-01-01_00_aaaaaa', '320:Localbot_2018-04-10_00_aaaaaa'];
    for (const name of [...others, '320:Localbot_2018-04-09_23_aaaaaa', '320:Localbot_2017-01-01_00_bbbbbb.ndjson']) {
      writeFileSync(join(folder, 'logs', name), '');
    }
    const log = await open({ rotation: { keepDays: 7 } });
    log.close();
    expect(files()).toEqual([...others, basename(log.path)].toSorted());
  });

  it('are all kept otherwise', async () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs', '320:Localbot_2017-01-01_00_bbbbbb'), '');
    (await open()).close();
    expect(files()).toHaveLength(2);
  });
});

describe('secrets', () => {
  it.each(['text', 'json'] as const)(
    'stand in no line of a %s log, however they came into a message',
    async (format) => {
      const secrets = [new Secret('hunter2/+=='), new Secret('')];
      const log = await open({ format, secrets, colour: true });
      log.error('POST https://hooks.example/hunter2/+== failed', { at: 'hunter2/+==' });
      log.info([{ text: 'hunter2/+==', role: 'up' }]);
      log.close();
      for (const text of [readFileSync(log.path, 'utf8'), shown]) {
        expect(text).not.toContain('hunter2');
        expect(text).toContain('https://hooks.example/[secret] failed');
      }
    },
  );
});

describe('a buffered log', () => {
  it('writes by the block, at once after a warning, on flush and on close', async () => {
    const log = await open({ isBuffered: true });
    const linesWritten = () => readFileSync(log.path, 'utf8').split('\n').length - 1;
    log.info('1');
    log.debug('2');
    expect(linesWritten()).toBe(0);
    log.warn('3');
    expect(linesWritten()).toBe(3);
    log.info('4');
    log.flush();
    expect(linesWritten()).toBe(4);
    log.info('x'.repeat(70_000));
    expect(linesWritten()).toBe(5);
    log.info('6');
    log.close();
    expect(linesWritten()).toBe(6);
    expect(shown.split('\n').map((line) => line.slice(0, 1))).toEqual(['1', '2', '3', '4', 'x', '6', '']);
  });

  it('writes what is left when the process ends, and lets go of the process on close', async () => {
    const before = process.listenerCount('exit');
    const log = await open({ isBuffered: true });
    log.info('last words');
    const atExit = process.listeners('exit').at(-1);
    expect(process.listenerCount('exit')).toBe(before + 1);
    atExit?.(0);
    expect(readFileSync(log.path, 'utf8')).toMatch(/INFO:last words\n$/);
    log.close();
    expect(process.listenerCount('exit')).toBe(before);
  });
});

describe('trouble', () => {
  it('with the folder is told at the start, and the log goes on by itself when it is over', async () => {
    writeFileSync(join(folder, 'logs'), 'in the way');
    const log = await open();
    expect(complaints).toHaveLength(1);
    log.info('lost');
    log.error('lost too');
    expect(shown).toBe('lost\nlost too\n');
    rmSync(join(folder, 'logs'));
    now += 1000;
    log.info('kept');
    log.close();
    expect(readFileSync(log.path, 'utf8').split('\n')).toEqual([
      '2018-04-17 21:42:56,432:WARNING:2 lines could not be written here',
      '2018-04-17 21:42:56,432:INFO:kept',
      '',
    ]);
    expect(complaints).toHaveLength(2);
  });

  it('with the console silences the console only', async () => {
    const broken = {
      write() {
        throw new Error('EPIPE');
      },
    };
    const log = await open({ console: broken });
    log.info('one');
    log.info('two');
    log.close();
    expect(readFileSync(log.path, 'utf8')).toMatch(/one\n.*two\n$/);
  });

  it('with a console nobody reads any more is noticed', async () => {
    const listeners = new Set<() => void>();
    const pipe = {
      ...console,
      on: (_event: 'error', listener: () => void) => listeners.add(listener),
      off: (_event: 'error', listener: () => void) => listeners.delete(listener),
    };
    const log = await open({ console: pipe });
    log.info('read');
    for (const listener of listeners) listener();
    log.info('not read');
    expect(shown).toBe('read\n');
    log.close();
    expect(listeners.size).toBe(0);
  });
});
