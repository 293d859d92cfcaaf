import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { candleCsv, newUser } from './command-line.js';

const ROW = '1640995200,100.0,101.0,99.0,100.5,1.5,3\n';
const NEXT = '1640998800,100.5,101.0,99.0,100.5,1.5,3\n';

/** `XBTUSD_60.csv` and `ETHUSD_60.csv`, each of ROW and NEXT. */
const CANDLE_ZIP = Buffer.from(
  [
    'UEsDBBQAAAAIAAAAIQAwg3dtKgAAAFAAAAANAAAAWEJUVVNEXzYwLmNzdjM0MzGwtDQ1MjDQMTQw0AORhkDS0lIPImCqYwjExlyG',
    'YHUWFgZwYezqAFBLAwQUAAAACAAAACEAMIN3bSoAAABQAAAADQAAAEVUSFVTRF82MC5jc3YzNDMxsLQ0NTIw0DE0MNADkYZA0tJS',
    'DyJgqmMIxMZchmB1FhYGcGHs6gBQSwECFAMUAAAACAAAACEAMIN3bSoAAABQAAAADQAAAAAAAAAAAAAAgAEAAAAAWEJUVVNEXzYw',
    'LmNzdlBLAQIUAxQAAAAIAAAAIQAwg3dtKgAAAFAAAAANAAAAAAAAAAAAAACAAVUAAABFVEhVU0RfNjAuY3N2UEsFBgAAAAACAAIA',
    'dgAAAKoAAAAAAA==',
  ].join(''),
  'base64',
);
/** `XBTUSD.csv` and `ETHUSD.csv`, each of one trade. */
const TRADE_ZIP = Buffer.from(
  [
    'UEsDBBQAAAAIAAAAIQCKF0V2FwAAABUAAAAKAAAAWEJUVVNELmNzdjM0tjA0sDQ1MjXVMTQy0jPQMdAz5AIAUEsDBBQAAAAIAAAA',
    'IQCKF0V2FwAAABUAAAAKAAAARVRIVVNELmNzdjM0tjA0sDQ1MjXVMTQy0jPQMdAz5AIAUEsBAhQDFAAAAAgAAAAhAIoXRXYXAAAA',
    'FQAAAAoAAAAAAAAAAAAAAIABAAAAAFhCVFVTRC5jc3ZQSwECFAMUAAAACAAAACEAihdFdhcAAAAVAAAACgAAAAAAAAAAAAAAgAE/',
    'AAAARVRIVVNELmNzdlBLBQYAAAAAAgACAHAAAAB+AAAAAAA=',
  ].join(''),
  'base64',
);

describe('a command line that cannot be', () => {
  it.each([
    [['-x', 'nope'], 'exchange nope is not kraken or rehearsal'],
    [['backtest', '-c', 'XXBTZUSB'], 'unknown pair XXBTZUSB: did you mean XXBTZUSD?'],
    [['backtest', '--strategy', 'macdd'], 'unknown strategy macdd: did you mean macd?'],
    [['backtest', '--strategy', './none.ts'], 'strategy file ./none.ts does not exist'],
    [['backtest', '--strategy', './'], 'strategy file ./ is a folder'],
    [['backtest', '--slipage', '5'], "unknown option '--slipage' Did you mean --slippage?"],
    [['backtest', '--set', 'takeProfitt=1'], 'strategy macd: no parameter takeProfitt=1: did you mean takeProfit?'],
    [['backtest', '--set', 'takeProfit=2'], 'strategy macd: takeProfit: 2 is not true, false or a fraction'],
    [['backtest', '--set', 'takeProfit'], '--set takeProfit is not of the form name=value'],
    [['backtest', '--set', 'fast=30'], 'fast: 30 is not below slow 26'],
    [['backtest', '-p', '7'], 'period 7 is not one of 1 5 15 30 60 240 1440 10080 21600 minutes'],
    [['backtest', '-x', 'binance'], 'exchange binance is not supported: there is kraken'],
    [['backtest', '-s', '2022-02-01', '-e', '2022-01-01'], '--start 2022-02-01 is not before --end 2022-01-01'],
    [['backtest', '-s', 'yesterday'], '--start yesterday is not a time'],
    [['backtest', '-s', '2022-02-31'], '--start 2022-02-31 is not a time'],
    [['backtest', '--fee', 'much'], '--fee much is not a number'],
    [['backtest', '--fee', '-1'], '--fee -1 is negative'],
    [['backtest', '--fee', '100'], '--fee 100 is not below 100 %'],
    [['backtest', '--volume', '0'], '--volume 0 must be more than zero'],
    [['backtest', '--fraction', '1.5'], '--fraction 1.5 is more than 1, the whole equity'],
    [['backtest', '--candles', '--no-log'], '--candles writes into the log, and --no-log leaves that out: say --log'],
    [['backtest', '--candles', '--json', 'x'], '--candles writes into the log, and --json leaves that out: say --log'],
    [['backtest', '--fee', ''], '--fee "" is not a number'],
    [['backtest', '--balance', '1e400'], '--balance 1e400 is too large'],
    [['backtest', '--volume', '1e-400'], '--volume 1e-400 is too small'],
    [
      ['backtest', '--volume', '0.123456789'],
      '--volume 0.123456789 has more digits after the point than Kraken takes of BTC/USD: 8',
    ],
    [['backtest', '--balance', 'NaN'], '--balance NaN is not a number'],
    [['backtest', '--leverage', '2.5'], '--leverage 2.5 is not a whole number from 2 to 10'],
    [['backtest', '--margin-longs'], '--margin-longs needs --leverage'],
    [['backtest', '--set', 'short=true'], 'error: short=true needs --leverage'],
    [['backtest', '--guards', 'mine'], '--guards mine is not one of exchange, exchange-target, bot'],
    [['backtest', '--max-open-trades', '0'], '0 is not a whole number of trades from 1 to 1000'],
    [['backtest', '--slippage', '1e5'], '--slippage 1e5 basis points is the whole price'],
    [['backtest', '-t', '0'], '--ticker 0 must be more than zero'],
    [['--strategy', 'stochastic', 'backtest'], '--strategy stands before backtest: put it after'],
    [['-p', '7', 'backtest'], '--period stands before backtest: put it after'],
    [['backtest', '--volume', '1', '--fraction', '0.5'], '--volume 1 and --fraction 0.5 exclude each other'],
    [['bcktest'], 'unknown command bcktest: did you mean backtest?'],
    [['data', 'import'], 'nothing to import'],
    [['data', 'import', '--trades', 't.csv'], '--trades needs -p'],
    [
      ['data', 'import', '--trades', 't.csv', 'a.csv'],
      '--trades t.csv and candle files (a.csv) cannot be imported at once',
    ],
    [['data', 'import', 'XBTUSD_60.csv', '--out', '-'], '--out - is not the name of a file'],
    [['data', 'download', '-c', 'XXBTZUSD', '-p', '60', '--out', '-'], '--out - is not the name of a file'],
    [['data', 'import', 'a.csv', 'b.csv', '--out', 'c.csv'], '--out c.csv takes one file, not 2'],
  ])('%j', async (args, message) => {
    const user = newUser();
    const { code, out, err } = await user.trader(...args);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out, user.files()]).toEqual([2, '', []]);
  });
});

describe('a configuration file that cannot be', () => {
  it.each([
    ['{"takeProfitt":1}', 'strategy macd: no parameter takeProfitt=1: did you mean takeProfit?'],
    ['[1]', "configuration file macd.json must hold one JSON object with the strategy's parameters"],
    ['{bad', 'configuration file macd.json is not JSON: '],
    ['{"takeProfit":\n  x}', 'configuration file macd.json is not JSON: '],
  ])('%j', async (text, message) => {
    const user = newUser();
    user.write('macd.json', text);
    const { code, out, err } = await user.trader('backtest', '-p', '60', '--config', 'macd.json');
    expect(err).toContain(`error: ${message}`);
    expect([code, out, err.trimEnd().split('\n').length, user.files()]).toEqual([2, '', 1, ['macd.json']]);
  });
});

it.each([
  ['.', 'it is a directory'],
  ['none.json', 'no such file or folder'],
])('says why the configuration file %s cannot be read', async (path, why) => {
  const { code, err } = await newUser().trader('backtest', '--config', path);
  expect([code, err]).toEqual([3, `error: ${why} while reading configuration file ${path}\n`]);
});

describe('data that cannot be trusted', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'is empty'],
    ['a header row', `time,open,high,low,close,volume,trades\n${ROW}`, 'row 1'],
    ['a wrong column count', '1640995200,100.0,101.0,99.0,100.5\n', '5'],
    ['NaN', '1640995200,NaN,101.0,99.0,100.5,1.5,3\n', 'NaN'],
    ['a negative price', `${ROW}1640998800,-100.0,101.0,99.0,100.5,1.5,3\n`, '-100'],
    ['a single row with high below low', '1640995200,100.0,98.0,99.0,100.5,1.5,3\n', '98'],
    ['time going backwards', NEXT + ROW, '1640995200'],
    ['time repeated', ROW + ROW, '1640995200'],
    ['mixed intervals', ROW + NEXT + '1640998860,100.5,101.0,99.0,100.5,1.5,3\n', '1640998860'],
    ['a truncated .gz', gzipSync(candleCsv()).subarray(0, 4000), 'not a complete gzip file'],
  ])('%s', async (_name, content, value) => {
    const user = newUser();
    const name = typeof content === 'string' ? 'bad.csv' : 'bad.csv.gz';
    user.write(name, content);
    for (const args of [
      ['backtest', '-p', '60', '--data', name, '--json', 'result.json'],
      ['data', 'import', name, '-c', 'XXBTZUSD', '-p', '60', '--out', 'out.csv'],
      ['data', 'import', name, '-c', 'XXBTZUSD', '-p', '60'],
    ]) {
      const { code, err } = await user.trader(...args);
      expect(err).toContain(value);
      expect(err).toContain(name);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect([code, user.files()]).toEqual([3, [name]]);
    }
  });

  it('asks for the interval a file does not tell', async () => {
    const user = newUser();
    user.write('one.csv', ROW);
    const { code, err } = await user.trader('backtest', '--data', 'one.csv');
    expect([code, err]).toEqual([
      3,
      `error: ${user.folder}/one.csv holds a single row, which does not tell the interval: give -p MINUTES\n`,
    ]);
  });

  it('says how to choose from an archive with several files', async () => {
    const user = newUser();
    user.write('all.zip', CANDLE_ZIP);
    user.write('trades.zip', TRADE_ZIP);
    for (const [args, said] of [
      [['backtest', '--data', 'all.zip'], 'all.zip holds 2 CSV files, name one: XBTUSD_60.csv, ETHUSD_60.csv'],
      [['backtest', '--data', 'all.zip', '-p', '5'], 'all.zip holds no XBTUSD_5.csv, but XBTUSD_60.csv, ETHUSD_60.csv'],
      [['data', 'import', 'all.zip'], 'all.zip holds 2 CSV files, name one: XBTUSD_60.csv, ETHUSD_60.csv'],
      [['data', 'import', '--trades', 'trades.zip', '-p', '1', '--out', 'o.csv'], 'name one: XBTUSD.csv, ETHUSD.csv'],
    ] as const) {
      const { code, err } = await user.trader(...args);
      expect(err).toContain(`${said}: choose with -c PAIR and -p MINUTES\n`);
      expect([code, err.trimEnd().split('\n').length, user.files()]).toEqual([3, 1, ['all.zip', 'trades.zip']]);
    }
    expect((await user.trader('backtest', '--data', 'all.zip', '-p', '60', '--no-log')).code).toBe(0);
  });

  it.each([
    ['CR LF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no last newline', (text: string) => text.trimEnd()],
  ])('%s does no harm', async (_name, change) => {
    const user = newUser();
    user.write('good.csv', candleCsv());
    user.write('odd.csv', change(candleCsv()));
    const run = async (name: string) =>
      (await user.trader('backtest', '--data', name, '-p', '60', '--json', '-')).out.replace(/"timing": \{[^}]*\}/, '');
    expect(await run('odd.csv')).toBe(await run('good.csv'));
  });

  it('says what there is when the range lies outside', async () => {
    const { code, err } = await newUser().trader('backtest', '-p', '60', '-s', '2030-01-01');
    expect(code).toBe(3);
    expect(err).toMatch(
      /no 60 minute candles from 2030-01-01 00:00 to the end: .* holds 2021-01-01 00:00 to 2022-12-31 23:00 UTC/,
    );
  });

  it('says what there is when there are no candles of the pair or period', async () => {
    const { code, err } = await newUser().trader('backtest');
    expect(code).toBe(3);
    expect(err).toContain('no 5 minute candles of XXBTZUSD: there is XBTUSD 60');
  });

  it('refuses a file of longer candles than asked for', async () => {
    const user = newUser();
    user.write('hours.csv', candleCsv());
    const { code, err } = await user.trader('backtest', '--data', 'hours.csv', '-p', '5');
    expect(code).toBe(3);
    expect(err).toContain('60');
  });

  it.each([['missing.csv'], ['.']])('%s cannot be read', async (path) => {
    const { code, err } = await newUser().trader('backtest', '--data', path, '-p', '60');
    expect(code).toBe(3);
    expect(err).toMatch(/^error: /);
  });

  it.runIf(process.platform !== 'win32')('a pipe is read once, from its first row on', async () => {
    const user = newUser();
    user.write('good.csv', candleCsv({ length: 3000 }));
    const pipe = join(user.folder, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: user.folder });
    const piped = async (...args: string[]) => {
      const writer = spawn('sh', ['-c', 'cat good.csv > pipe'], { cwd: user.folder, stdio: 'ignore' });
      const ended = once(writer, 'close');
      const result = await user.trader('backtest', '--data', 'pipe', '-p', '60', ...args);
      await ended;
      return result;
    };
    const { out } = await user.trader('backtest', '--data', 'good.csv', '--no-log');
    expect((await piped('--no-log')).out).toBe(out);
    const { code, err } = await piped('-s', '2030-01-01');
    expect([code, err]).toEqual([3, `error: no 60 minute candles from 2030-01-01 00:00 to the end: ${pipe}\n`]);
    const unnamed = await user.trader('backtest', '--data', 'pipe');
    expect([unnamed.code, unnamed.err]).toEqual([
      3,
      `error: ${pipe} is a pipe, whose rows cannot be read twice to learn the interval: give -p MINUTES\n`,
    ]);
  });

  it.runIf(existsSync('/dev/full'))('a full disk is told, and nothing is left behind', async () => {
    const user = newUser();
    user.write('good.csv', candleCsv());
    for (const args of [
      ['backtest', '--data', 'good.csv', '-p', '60', '--json', '/dev/full'],
      ['data', 'import', 'good.csv', '-p', '60', '-c', 'XXBTZUSD', '--out', '/dev/full'],
    ]) {
      const { code, err } = await user.trader(...args);
      expect(err).toMatch(/^error: no space left on device while writing \/dev\/full\n$/);
      expect([code, user.files()]).toEqual([3, ['good.csv']]);
    }
  });
});
