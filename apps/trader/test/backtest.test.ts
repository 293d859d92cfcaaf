import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BacktestReport } from '@fathom/contracts/backtest-report';
import { describe, expect, it } from 'vitest';
import { candleCsv, newUser } from './command-line.js';

const report = (text: string) => BacktestReport.parse(JSON.parse(text));

describe('trader backtest', () => {
  it('runs the shipped candles and prints a report of at most 80 columns', async () => {
    const { code, out, err } = await newUser().trader('backtest', '-c', 'XXBTZUSD', '-p', '60', '--no-log');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2021-01-01 00:00 to 2023-01-01 00:00 UTC, 17514 candles, 3 gaps (6 missing)');
    for (const title of ['RESULT', 'RATIOS', 'TRADES', 'DRAWDOWN', 'COSTS AND DATA', 'BY MONTH', 'BY EXIT REASON']) {
      expect(out).toContain(`\n${title}\n`);
    }
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('writes JSON of the published schema, and only JSON to standard output', async () => {
    const { code, out } = await newUser().trader('backtest', '-p', '60', '--json', '-');
    expect(code).toBe(0);
    const result = report(out);
    expect(result.trades.length).toBe(result.metrics.totalTrades);
    expect(result.equity.at(-1)?.equity).toBe(
      Number(result.metrics.finalEquity)
        .toFixed(8)
        .replace(/\.?0+$/, ''),
    );
    expect(result.range).toMatchObject({ start: '2021-01-01T00:00:00.000Z', end: '2023-01-01T00:00:00.000Z' });
    expect(result.strategy).toMatchObject({ name: 'macd', config: { takeProfit: 0.007 } });
  });

  it('gives byte-identical results twice, but for the time it took', async () => {
    const user = newUser();
    const once = async () =>
      (await user.trader('backtest', '-p', '60', '--json', '-')).out.replace(/"timing": \{[^}]*\}/, '');
    expect(await once()).toBe(await once());
  });

  it('keeps a log of the original’s format with a row for each trade as it closes', async () => {
    const user = newUser();
    const { out } = await user.trader('backtest', '-p', '60', '-s', '2022-12-01');
    const [name = '', ...others] = user.files().filter((file) => file.startsWith('logs/'));
    expect(others).toEqual([]);
    expect(name).toMatch(/^logs\/\d{3}:Localbot_2018-04-17_21_[a-z]{6}$/);
    const lines = readFileSync(join(user.folder, name), 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^2018-04-17 21:45:12,617:INFO:BACKTEST - \d{3}:Localbot$/);
    expect(lines[1]).toBe(
      '2018-04-17 21:45:12,617:INFO:Trading XXBTZUSD on KRAKEN with MACD Strategy @ 60 minute period',
    );
    const rows = lines.slice(2);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      expect(row).toMatch(
        /:INFO:2022-12-.{11} \/ 2022-12-.{11} SIM-\d+ BUY 0\.002 @ [\d.]+ = \$[\d.]+ SIM-\d+ CLOSED Exit Price: /,
      );
      expect(out).toContain(row.slice('2018-04-17 21:45:12,617:INFO:'.length));
    }
    expect(out).toMatch(new RegExp(`^Trades +${rows.length} `, 'm'));
  });

  it('shows candles too when asked', async () => {
    const { out } = await newUser().trader('backtest', '-p', '60', '-s', '2022-12-31', '--candles');
    expect(out).toMatch(/^ Open: [\d.]+ Close: [\d.]+ High: [\d.]+ Low: [\d.]+ Current: [\d.]+$/m);
  });

  it('prints a report of 80 columns, whatever was refused, lost and assumed', async () => {
    const limits = ['--max-daily-loss', '3', '--cool-down', '2:600'];
    const args = ['-p', '60', '-s', '2022-05-01', '-e', '2022-08-01', '--fraction', '0.95', '--fee', '2'];
    const { code, out } = await newUser().trader('backtest', ...args, ...limits, '--sensitivity', '--no-log');
    expect(code).toBe(0);
    expect(out).toMatch(/\nENTRIES REFUSED\n {2}\d+ by [a-z ]+ {2}the last: /);
    expect(out).toMatch(/\nAssumption +Trades +Equity +Profit +Drawdown\n/);
    expect(out).toMatch(/\nslippage 20 .* -\d\d\.\d\d %/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('takes a start alone, without a command, as a backtest', async () => {
    const { code, out, err } = await newUser().trader(
      '-x',
      'kraken',
      '-p',
      '60',
      '-t',
      '5',
      '-c',
      'XXBTZUSD',
      '-s',
      '1640995200',
    );
    expect(code).toBe(0);
    expect(out).toContain('2022-01-01 00:00 to 2023-01-01 00:00 UTC, 8760 candles');
    expect(err).toBe('note: --ticker 5 has no effect in a backtest, whose candles are recorded\n');
  });

  it('honours start and end, and trades nothing outside', async () => {
    const { out } = await newUser().trader(
      'backtest',
      '-p',
      '60',
      '-s',
      '2022-03-01',
      '-e',
      '2022-04-01T12:00',
      '--json',
      '-',
    );
    const { range, trades } = report(out);
    expect(range).toMatchObject({ start: '2022-03-01T00:00:00.000Z', end: '2022-04-01T12:00:00.000Z', candles: 756 });
    expect(trades.length).toBeGreaterThan(5);
    for (const trade of trades) {
      expect(trade.openedAt >= range.start && trade.closedAt <= range.end).toBe(true);
    }
  });

  it('warms the strategy up before the start, so a later start sees the same market', async () => {
    const user = newUser();
    const trades = async (start: string) =>
      report(
        (
          await user.trader(
            'backtest',
            '-p',
            '60',
            '-s',
            start,
            '-e',
            '2022-06-01',
            '--strategy',
            'stochastic',
            '--json',
            '-',
          )
        ).out,
      ).trades;
    const [long, short] = [await trades('2022-01-01'), await trades('2022-02-01')];
    // Trades of the long run still open at the later start delay its own entries, so compare well inside.
    const late = (all: typeof long) =>
      all.filter(({ openedAt }) => openedAt >= '2022-03-01').map(({ openedAt, entryPrice }) => [openedAt, entryPrice]);
    expect(late(short)).toEqual(late(long));
  });

  it('says when the data does not reach as far as asked', async () => {
    const { code, err } = await newUser().trader(
      'backtest',
      '-p',
      '60',
      '-s',
      '2020-06-01',
      '-e',
      '2024-01-01',
      '--no-log',
    );
    expect(code).toBe(0);
    expect(err).toContain('note: no candles from 2020-06-01 00:00 on; the run begins at 2021-01-01 00:00 UTC');
    expect(err).toContain('note: no candles up to 2024-01-01 00:00; the run ends at 2023-01-01 00:00 UTC');
  });

  it('gives the same result whether shorter candles are joined now or were before, wherever the start lies', async () => {
    const user = newUser();
    const rows = candleCsv({ length: 6000, interval: 5 }).trimEnd().split('\n');
    user.write('fives.csv', rows.join('\n'));
    expect((await user.trader('data', 'import', 'fives.csv', '-p', '60', '--out', 'hours.csv')).code).toBe(0);
    const run = async (name: string) => {
      const args = ['-s', '2018-04-25T12:25', '-e', '2018-05-03T07:40', '-p', '60', '--volume', '1', '--json', '-'];
      const { out, err } = await user.trader('backtest', '--data', name, ...args);
      expect(err).toBe('');
      return { ...report(out), timing: undefined };
    };
    const joined = await run('fives.csv');
    expect(joined.range).toMatchObject({ start: '2018-04-25T13:00:00.000Z', end: '2018-05-03T07:00:00.000Z' });
    expect(joined.trades.length).toBeGreaterThan(3);
    expect(joined).toEqual(await run('hours.csv'));
  });

  it('plays only complete candles of those it joins, and says what it left out', async () => {
    const user = newUser();
    // 00:35 to 10:30.
    const rows = candleCsv({ length: 200, interval: 5 }).split('\n').slice(7, 127);
    user.write('part.csv', rows.join('\n'));
    const run = async (...args: string[]) =>
      user.trader('backtest', '--data', 'part.csv', '-p', '60', '--no-log', '--strategy', 'buy-and-hold', ...args);
    const { code, out, err } = await run();
    expect([code, err]).toEqual([
      0,
      'note: the first (2018-04-17 00:00) and the last (2018-04-17 10:00) 60 minute candles are incomplete in part.csv and left out\n',
    ]);
    expect(out).toContain('2018-04-17 01:00 to 2018-04-17 10:00 UTC, 9 candles, 0 gaps');
    expect((await run('-s', '2018-04-17T02:00', '-e', '2018-04-17T09:30')).err).toBe('');
    expect((await run('-s', '2018-04-17T02:00', '-e', '2018-04-17T03:00')).out).toContain(', 1 candle, 0 gaps');
    expect((await run('-s', '2018-04-17T00:00', '-e', '2018-04-17T09:00')).err).toBe(
      'note: the first (2018-04-17 00:00) 60 minute candle is incomplete in part.csv and left out\n',
    );
    // Missing minutes inside had no trades; the row after them shows that the hour is over.
    user.write('part.csv', [...rows.slice(0, 52), ...rows.slice(53)].join('\n'));
    expect((await run('-s', '2018-04-17T01:00', '-e', '2018-04-17T05:00')).out).toContain('4 candles, 0 gaps');
  });

  it('says when there are too few candles before the start to warm up, for it trades late then', async () => {
    const user = newUser();
    user.write('XBTUSD_60.csv', candleCsv({ length: 200 }));
    const run = async (...args: string[]) =>
      user.trader('backtest', '--data', 'XBTUSD_60.csv', '--no-log', '--strategy', 'macd-cross', ...args);
    const [ten, enough] = ['2018-04-17T10:00', '2018-04-18T10:00'];
    expect((await run('-s', ten)).err).toBe(
      'note: strategy macd-cross needs 34 candles to warm up and has 10 before 2018-04-17 10:00: it trades later\n',
    );
    for (const asked of [['-s', enough], ['-s', '2018-04-17'], []]) expect((await run(...asked)).err).toBe('');
  });

  it('says which candles it takes when the user has some of a pair that ships', async () => {
    const user = newUser();
    user.write('few.csv', candleCsv({ length: 6 }));
    await user.trader('data', 'import', 'few.csv', '-c', 'XBTUSD', '-p', '60');
    const note =
      /^note: the candles are those of data\/candles\/XBTUSD_60\.csv; \S+data\/kraken\/XBTUSD_60\.csv\.gz, which ships with Fathom, is left aside\n/;
    const inside = await user.trader('backtest', '-p', '60', '--no-log', '--strategy', 'buy-and-hold');
    expect([inside.code, inside.err.replace(note, '')]).toEqual([0, '']);
    const outside = await user.trader('backtest', '-p', '60', '-s', '2022-01-01', '-e', '2022-02-01');
    expect(outside.err).toMatch(note);
    expect([outside.code, outside.err.replace(note, '')]).toEqual([
      3,
      expect.stringMatching(/^error: no 60 minute candles from 2022-01-01 00:00 to 2022-02-01 00:00: .*\n$/),
    ]);
    expect(
      (
        await user.trader(
          'backtest',
          '-c',
          'XBTUSD',
          '--data',
          'few.csv',
          '-p',
          '60',
          '--no-log',
          '--strategy',
          'buy-and-hold',
        )
      ).err,
    ).toBe('');
  });

  it.each([
    ['2022-03-01T00:20', '2022-03-02T00:00', '2022-03-01T01:00:00.000Z', '2022-03-02T00:00:00.000Z', 23],
    ['2022-03-01', '2022-03-01T23:59:59', '2022-03-01T00:00:00.000Z', '2022-03-01T23:00:00.000Z', 23],
    ['1646092800.001', '1646179200', '2022-03-01T01:00:00.000Z', '2022-03-02T00:00:00.000Z', 23],
    ['1646092800.0', '1646179200.999', '2022-03-01T00:00:00.000Z', '2022-03-02T00:00:00.000Z', 24],
  ])('from %s to %s counts the candles within', async (from, to, start, end, candles) => {
    const { out, err } = await newUser().trader('backtest', '-p', '60', '-s', from, '-e', to, '--json', '-');
    expect([err, report(out).range]).toEqual(['', expect.objectContaining({ start, end, candles })]);
  });

  it('joins shorter candles into the period asked for', async () => {
    const { code, out } = await newUser().trader('backtest', '-p', '240', '--json', '-');
    expect(code).toBe(0);
    expect(report(out)).toMatchObject({ interval: 240, range: { candles: 4380 } });
  });

  it('takes its candles from a file, with the file’s own interval', async () => {
    const user = newUser();
    user.write('mine.csv', candleCsv({ interval: 15 }));
    const { code, out } = await user.trader(
      'backtest',
      '--data',
      'mine.csv',
      '--json',
      'result.json',
      '--strategy',
      'macd-cross',
    );
    expect(code).toBe(0);
    expect(out).toContain('15 minute candles');
    expect(user.files()).toEqual(['mine.csv', 'result.json']);
    expect(report(readFileSync(join(user.folder, 'result.json'), 'utf8')).interval).toBe(15);
  });

  it.each([
    ['--fee', '0.26', { takerFeePercent: 0.26, makerFeePercent: 0.26 }],
    ['--maker-fee', '0.1', { takerFeePercent: 0.4, makerFeePercent: 0.1 }],
    ['--fee-tier', '60000', { takerFeePercent: 0.24, makerFeePercent: 0.14 }],
    ['--slippage', '2.5', { slippageBasisPoints: 2.5 }],
    ['--leverage', '3', { margin: { leverage: 3, longs: false } }],
    ['--guards', 'exchange-target', { guards: { place: 'exchange', resting: 'target' } }],
    ['--max-open-trades', '2', { limits: { maxOpenTrades: 2 } }],
    ['--balance', '250.50', { balance: '250.5' }],
    ['--volume', '0.01', { sizing: { type: 'quantity', quantity: '0.01' } }],
    ['--fraction', '0.5', { sizing: { type: 'equity-fraction', fraction: 0.5 } }],
  ])('%s %s is used and reported', async (flag, value, options) => {
    const { out } = await newUser().trader('backtest', '-p', '60', '-s', '2022-12-01', '--json', '-', flag, value);
    expect(report(out).options).toMatchObject(options);
  });

  it('charges Kraken’s entry tier unless told otherwise', async () => {
    const { out } = await newUser().trader('backtest', '-p', '60', '-s', '2022-12-01', '--json', '-');
    const { options, trades } = report(out);
    expect(options).toMatchObject({ takerFeePercent: 0.4, makerFeePercent: 0.25, slippageBasisPoints: 0 });
    const [trade] = trades;
    const cost = (Number(trade?.entryPrice) + Number(trade?.exitPrice)) * 0.002;
    expect(Number(trade?.fees)).toBeCloseTo(cost * 0.004, 10);
  });

  it('shows what other fees and slippage would have done', async () => {
    const { out } = await newUser().trader('backtest', '-p', '60', '--sensitivity', '--json', '-');
    const { sensitivity = [], metrics } = report(out);
    expect(sensitivity.map(({ options }) => [options['takerFeePercent'], options['slippageBasisPoints']])).toEqual([
      [0.2, 0],
      [0.6, 0],
      [0.4, 5],
      [0.4, 20],
    ]);
    const [cheap, dear, slip5, slip20] = sensitivity.map(({ finalEquity }) => Number(finalEquity));
    expect(cheap).toBeGreaterThan(Number(metrics.finalEquity));
    expect(dear).toBeLessThan(Number(metrics.finalEquity));
    expect(slip20).toBeLessThan(slip5 ?? 0);
  });

  it.each([
    [
      ['--slippage', '5'],
      ['fee -50 %', 'fee +50 %', 'slippage 20'],
    ],
    [['--slippage', '20.0', '--fee', '0'], ['slippage 5']],
  ])('leaves out what repeats the run asked for: %j', async (flags, names) => {
    const { out } = await newUser().trader(
      'backtest',
      '-p',
      '60',
      '-s',
      '2022-12-01',
      '--sensitivity',
      '--json',
      '-',
      ...flags,
    );
    const { sensitivity = [] } = report(out);
    expect(sensitivity.map(({ name }) => name.replace(/ \(.*/, ''))).toEqual(names);
  });

  it('calls nothing recovered when nothing fell', async () => {
    const user = newUser();
    user.write(
      'rise.csv',
      Array.from(
        { length: 9 },
        (_, i) => `${1640995200 + i * 3600},${100 + i},${101 + i},${100 + i},${101 + i},1,1`,
      ).join('\n'),
    );
    const { out } = await user.trader('backtest', '--data', 'rise.csv', '--strategy', 'macd', '--no-log');
    expect(out).toMatch(/^Recovered +- {3}/m);
    expect(out).toMatch(/^Largest +0\.00 {3}/m);
  });

  it('takes parameters from a file and from the command line, which wins', async () => {
    const user = newUser();
    user.write('macd.json', '{"takeProfit": 0.02, "stopLoss": false}');
    const { out } = await user.trader(
      'backtest',
      '-p',
      '60',
      '--config',
      'macd.json',
      '--set',
      'takeProfit=0.03',
      '--json',
      '-',
    );
    expect(report(out).strategy.config).toMatchObject({ takeProfit: 0.03, stopLoss: false, fast: 12 });
  });

  it('skips the -- that pnpm hands on', async () => {
    expect((await newUser().trader('--', 'backtest', '-p', '60', '--no-log')).code).toBe(0);
  });

  it('names the bot', async () => {
    const { out } = await newUser().trader(
      'backtest',
      '-p',
      '60',
      '-s',
      '2022-12-01',
      '--json',
      '-',
      '--bot',
      'Itchbot',
    );
    expect(report(out).bot.name).toBe('Itchbot');
  });
});
