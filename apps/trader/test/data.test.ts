import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strategies } from '@fathom/strategies';
import { describe, expect, it } from 'vitest';
import { candleCsv, newUser } from './command-line.js';

describe('trader data import', () => {
  it.runIf(process.platform === 'linux')('does not hang where no folder can be made', async () => {
    const user = newUser();
    user.write('XBTUSD.csv', '1381095255,122.0,0.1\n1381095310,121.0,1\n');
    const { code, err } = await user.trader(
      'data',
      'import',
      '--trades',
      'XBTUSD.csv',
      '-p',
      '1',
      '--data-folder',
      '/proc/nowhere',
    );
    expect([code, err]).toEqual([3, 'error: no such file or folder while making the folder /proc/nowhere\n']);
  });

  it('builds candles of a trade dump', async () => {
    const user = newUser();
    user.write(
      'XBTUSD.csv',
      ['1381095255,122.0,0.1', '1381095299.5,123.5,0.25', '1381095310,121.0,1', '1381095500,130,0.00000001', ''].join(
        '\n',
      ),
    );
    const { code } = await user.trader('data', 'import', '--trades', 'XBTUSD.csv', '-p', '1', '--out', 'candles.csv');
    expect(code).toBe(0);
    expect(readFileSync(join(user.folder, 'candles.csv'), 'utf8')).toBe(
      '1381095240,122.0,123.5,122.0,123.5,0.35,2\n1381095300,121.0,121.0,121.0,121.0,1,1\n1381095480,130.0,130.0,130.0,130.0,0.00000001,1\n',
    );
  });

  it.each(['XBTUSD.csv', 'xbtusd.csv.gz'])('knows the pair of %s, a dump named as Kraken names it', async (name) => {
    const user = newUser();
    const rows = '1381095255,122.0,0.1\n1381095310,121.0,1\n';
    user.write(name, name.endsWith('.gz') ? gzipSync(rows) : rows);
    const { code } = await user.trader('data', 'import', '--trades', name, '-p', '1');
    expect([code, user.files()]).toEqual([0, ['data', 'data/candles', 'data/candles/XBTUSD_1.csv', name].toSorted()]);
  });

  it('asks for the pair of a dump named otherwise', async () => {
    const user = newUser();
    user.write('trades.csv', '1381095255,122.0,0.1\n');
    const { code, err } = await user.trader('data', 'import', '--trades', 'trades.csv', '-p', '1');
    expect([code, err, user.files()]).toEqual([
      2,
      'error: trades.csv does not say its pair: give -c\n',
      ['trades.csv'],
    ]);
  });

  it('keeps only complete candles of those it joins, and says how many it left out', async () => {
    const user = newUser();
    // Starts at 00:00; rows 7 to 30 are 00:35 to 02:30, so 00 and 02 are there in part.
    const rows = candleCsv({ length: 100, interval: 5 }).split('\n').slice(7, 31).join('\n');
    user.write('LTCUSD_5.csv', rows);
    const { code, err } = await user.trader('data', 'import', 'LTCUSD_5.csv', '-p', '60', '--out', 'hours.csv');
    expect([code, err]).toEqual([
      0,
      'hours.csv: 1 candle of 60 minutes, 2018-04-17 01:00 to 2018-04-17 01:00 UTC; 2 incomplete candles left out\n',
    ]);
    const whole = await user.trader('data', 'import', 'LTCUSD_5.csv', '-p', '15');
    expect(whole.err).toMatch(/ 7 candles added, 0 replaced; 7 in all, .* 0 gaps; 2 incomplete candles left out\n$/);
  });

  it('writes back the candles it read, byte for byte', async () => {
    const user = newUser();
    const shipped = join(import.meta.dirname, '../../../data/kraken/XBTUSD_60.csv.gz');
    const { code } = await user.trader('data', 'import', shipped, '--out', 'out.csv');
    expect(code).toBe(0);
    const { gunzipSync } = await import('node:zlib');
    expect(readFileSync(join(user.folder, 'out.csv'), 'utf8')).toBe(gunzipSync(readFileSync(shipped)).toString());
  });

  it('keeps candles, merges more of them, lists them and backtests them', async () => {
    const user = newUser();
    const rows = candleCsv({ length: 600, interval: 5 }).split('\n');
    user.write('LTCUSD_5.csv', rows.slice(0, 400).join('\n'));
    user.write('more.csv.gz', gzipSync(rows.slice(300).join('\n')));
    const first = await user.trader('data', 'import', 'LTCUSD_5.csv');
    expect(first.err).toContain('400 candles added, 0 replaced; 400 in all');
    const second = await user.trader('data', 'import', 'more.csv.gz', '-c', 'LTC/USD', '-p', '5');
    expect(second.err).toContain('200 candles added, 100 replaced; 600 in all');
    expect(readFileSync(join(user.folder, 'data/candles/LTCUSD_5.csv'), 'utf8').split('\n')).toHaveLength(601);
    const { out } = await user.trader('data', 'list');
    expect(out).toMatch(/LTCUSD +5 +2018-04-17 00:00 +2018-04-19 01:55 +600 +0 +0\n/);
    expect(out).toMatch(/XBTUSD +60 +2021-01-01 00:00/);
    const run = await user.trader('backtest', '-c', 'LTCUSD', '--no-log', '--volume', '1');
    expect([run.code, run.out.includes('LTC/USD, 5 minute candles')]).toEqual([0, true]);
  });

  it('lists candles within the width there is, with their files where they fit, and what cannot be read below', async () => {
    for (const [columns, file] of [
      [80, false],
      [120, true],
    ] as const) {
      const user = newUser({ columns });
      user.write('LTCUSD_5.csv', candleCsv({ length: 600, interval: 5 }));
      await user.trader('data', 'import', 'LTCUSD_5.csv');
      writeFileSync(join(user.folder, 'data/candles/ETHUSD_5.csv'), 'no candles\n');
      const { out } = await user.trader('data', 'list');
      expect(out.includes('data/candles/LTCUSD_5.csv')).toBe(file);
      expect(out).toMatch(/\nCannot be read:\n {2}ETHUSD 5 +\S/);
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it('refuses one hourly row before those of five minutes, and believes a name', async () => {
    const user = newUser();
    const short = candleCsv({ length: 36, interval: 5 });
    const [time = ''] = short.split(',');
    const text = `${Number(time) - 3600},100,100,100,100,1,1\n${short}`;
    expect(Number(time) % 3600).toBe(0);
    user.write('rows.csv', text);
    user.write('LTCUSD_5.csv', text);
    const { code, err } = await user.trader('data', 'import', 'rows.csv', '-c', 'LTCUSD', '-p', '60');
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(
        /^error: \S*rows\.csv: rows 1 to 2 are 60 min apart and those from there on 5 min: candles of two intervals\n$/,
      ),
    ]);
    expect(user.files()).toEqual(['LTCUSD_5.csv', 'rows.csv']);
    user.write('short.csv', short);
    for (const file of ['short.csv', 'LTCUSD_5.csv'])
      expect((await user.trader('data', 'import', file, '-c', 'LTCUSD', '-p', '60')).code).toBe(0);
  });

  it('needs to know the pair', async () => {
    const user = newUser();
    user.write('rows.csv', candleCsv());
    const { code, err } = await user.trader('data', 'import', 'rows.csv');
    expect([code, err]).toEqual([2, 'error: rows.csv does not say its pair: give -c\n']);
    expect(user.files()).toEqual(['rows.csv']);
  });
});

describe('trader strategies', () => {
  it('lists them all within 80 columns', async () => {
    const { out } = await newUser().trader('strategies');
    for (const name of [
      'macd',
      'macd-basic',
      'stochastic',
      'stochastic-sr-ma',
      'parabolic-sar-stochastic',
      'macd-cross',
      'buy-and-hold',
    ]) {
      expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('explains one', async () => {
    const { out } = await newUser().trader('strategies', 'macd');
    expect(out).toContain('macd: MACD Strategy');
    expect(out).toMatch(/takeProfit=0\.007 +leave when/);
  });

  it.each(strategies.map(({ name }) => name))('explains %s within 80 columns', async (name) => {
    const { out } = await newUser().trader('strategies', name);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
