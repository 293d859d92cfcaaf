import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localMarket } from './local-market.js';

function type(...args: string[]) {
  const { transport, time } = localMarket();
  return newUser({ network: { transport, time } }).trader(...args);
}

describe('an option without effect', () => {
  it.each([
    [['--sensitivity'], '--sensitivity is for a backtest: only recorded candles can be played again (trader backtest)'],
    [['--slippage', '5'], '--slippage 5 is for a backtest: the book that orders meet has its own'],
    [['--json', 'x.json'], '--json x.json is for a backtest: what a bot did is told by trader ledger --format json'],
    [['--html', 'x.html'], '--html x.html is for a backtest: a bot at work is shown by --dashboard'],
    [['-e', '2022-01-01'], '--end 2022-01-01 is for a backtest: trading ends with --for SECONDS'],
    [['--books', 'b9'], '--books b9 is for a backtest: a recording is played by trader backtest --books'],
    [['--candles'], '--candles is for a backtest: the log of a bot that trades has a line for each candle anyway'],
    [['--data-folder', 'd'], '--data-folder d is for a backtest: who trades asks Kraken for its history'],
    [['--no-log'], '--no-log is for a backtest: a bot that trades keeps a log (--log-keep DAYS deletes old ones)'],
  ])('is refused in trading: %j', async (args, message) => {
    for (const mode of [[], ['-x', 'rehearsal'], ['--live'], ['--validate']])
      expect(await type(...mode, ...args)).toEqual({ code: 2, out: '', err: `error: ${message}\n` });
  });

  it.each([
    [['--live', '--latency', '20'], '--latency 20 is for paper: orders are really on their way'],
    [['-x', 'rehearsal', '--fee', '0.1'], "--fee 0.1 is for paper: the account's own fees count"],
    [['--validate', '--fee-tier', '50000'], "--fee-tier 50000 is for paper: the account's own fees count"],
    [['--live', '--balance', '500'], '--balance 500 is not for --live: the account has its own'],
  ])('is refused where only paper has it: %j', async (args, message) => {
    expect(await type(...args)).toEqual({ code: 2, out: '', err: `error: ${message}\n` });
  });

  it.each([
    [['--live'], '--live'],
    [['--validate'], '--validate'],
    [['-x', 'rehearsal'], '-x rehearsal'],
    [['--for', '5'], '--for 5'],
    [['--latency', '20'], '--latency 20'],
    [['--dashboard'], '--dashboard'],
    [['--on-stop', 'close'], '--on-stop close'],
    [['--dead-man', '60', '--guards', 'bot'], '--dead-man 60'],
    [['--metrics-port', '9464'], '--metrics-port 9464'],
  ])('is refused in a backtest without the command: %j', async (args, given) => {
    const asks = (what: string) =>
      `error: ${given} is for trading, and ${what} asks for a backtest: leave one of them out\n`;
    const begin = ['-s', '2022-01-01', '-p', '60'];
    expect(await type(...begin, ...args)).toEqual({ code: 2, out: '', err: asks('-s 2022-01-01') });
    expect(await type('--data', 'x.csv', ...args)).toEqual({ code: 2, out: '', err: asks('--data x.csv') });
    const { code, err } = await type('backtest', ...begin, ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(/^error: .*\n$/)]);
  });

  it.each([[['-s', '2022-01-01', '-p', '60']], [['--data', 'x.csv']], [['backtest']]])(
    'is not what an exchange that does not exist is called: %j',
    async (asked) => {
      const err = 'error: exchange binance is not supported: there is kraken\n';
      expect(await type(...asked, '-x', 'binance')).toEqual({ code: 2, out: '', err });
    },
  );
});
