import { nearestName, UsageError } from '@fathom/contracts';
import { Command } from 'commander';
import { lineWidth } from '@fathom/terminal';
import type { BacktestFlags } from './backtest/options.js';
import { typedOptions } from './options/typed-options.js';
import type { TradeFlags } from './trade/plan-bot.js';
import type { Io } from './io.js';

const collect = (value: string, all: string[] = []) => [...all, value];

/** The command line: every command loads what it needs only when it is chosen. */
export function createProgram(io: Io): Command {
  const program = new Command('trader')
    .description('Backtests strategies on Kraken candles, trades them on paper, in a rehearsal, or live.')
    .version('0.1.0')
    .usage('[options] [command]')
    .helpCommand('help [command]', 'display help for command')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', `${WITHOUT_COMMAND}${EXIT_CODES}`);
  quiet(program, io);
  program.hook('preSubcommand', (root, command) => {
    const lost = root.options.find((option) => root.getOptionValueSource(option.attributeName()) === 'cli');
    if (lost !== undefined) throw new UsageError(`${lost.long} stands before ${command.name()}: put it after`);
  });

  riskOptions(watchOptions(backtestOptions(program.argument('[command]'))))
    .option('--live', 'trade with real money; needs keys. Without it Kraken is traded on paper')
    .option('--validate', 'Kraken checks every order (validate=true) and executes none; needs keys')
    .option('--key-file <file>', 'line 1 the key, line 2 the secret (default: the environment, else kraken.key)')
    .option('--for <seconds>', 'trade for so long, reaching Kraken included; else until it is interrupted')
    .option('--latency <ms>', 'how long an order is on its way on paper (default: 100)')
    .option('--strategy-limit <seconds>', 'a strategy that takes longer for a candle ends the bot with 5 (default: 30)')
    .option('--dead-man <seconds>', "Kraken cancels all the account's orders when the bot is not heard of for so long")
    .option('--dead-man-cancels-stops', 'allows that where stops rest on Kraken')
    .option('--on-stop <what>', 'leave or close: what becomes of open trades when the bot is stopped', 'leave')
    .action(async (word: string | undefined, flags: TradeFlags) => {
      if (word !== undefined) throw unknownCommand(word, program);
      const typed = typedOptions(program);
      if (flags.start !== undefined || flags.data !== undefined) {
        const ofBacktests = new Set(backtests.options.map((option) => option.attributeName()));
        (await import('./backtest/refuse-trading.js')).refuseTrading(flags, typed, ofBacktests);
        return backtest(flags, io);
      }
      return (await import('./trade/command.js')).startTrading(flags, typed, io);
    });

  const backtests = riskOptions(
    backtestOptions(
      subcommand(program, io, 'backtest', 'run a strategy over recorded candles and print its report'),
      'kraken: whose candles and rules there are',
    ),
  ).action((flags: BacktestFlags) => backtest(flags, io));

  subcommand(program, io, 'strategies', 'list the strategies, or explain one and its parameters')
    .argument('[name]', 'a strategy, or a file with one')
    .action(async (name: string | undefined) => (await import('./strategies.js')).showStrategies(name, io));

  subcommand(program, io, 'report', 'compare backtests: one page of the JSON files they wrote')
    .argument('<files...>', 'what trader backtest --json wrote')
    .requiredOption('--html <file>', 'the page to write; one file, nothing fetched; - for standard output')
    .action(async (files: string[], flags) => (await import('./report/command.js')).showReports(files, flags, io));

  const data = subcommand(program, io, 'data', 'bring in candles and see what there is');
  subcommand(data, io, 'import', "read Kraken's OHLCVT or trade files into the data folder, or convert them")
    .argument('[files...]', "OHLCVT files of Kraken's download (.csv, .csv.gz, .zip)")
    .option('--trades <file>', "a trade dump of Kraken's (time,price,volume) to build candles of")
    .option('-c, --currency <pair>', 'the pair; else the file name tells (XBTUSD_60.csv, XBTUSD.csv)')
    .option('-p, --period <minutes>', 'candle interval in minutes; else the file name or its rows tell')
    .option('--out <file>', 'write the candles to this CSV instead of the data folder')
    .option('--data-folder <folder>', 'where candles are kept', 'data/candles')
    .action(async (files: string[], flags) => (await import('./data/import.js')).importData(files, flags, io));
  subcommand(data, io, 'download', 'bring candles from Kraken: the newest 720, older ones out of its market trades')
    .requiredOption('-c, --currency <pair>', 'pair in any spelling: XXBTZUSD, XBTUSD, BTC/USD')
    .requiredOption('-p, --period <minutes>', 'candle interval: 1 5 15 30 60 240 1440 10080 21600')
    .option('-s, --start <time>', 'first candle (default: after those there are, or the oldest of 720)')
    .option('-e, --end <time>', 'the last candle has closed by then (default: now)')
    .option('--out <file>', 'write the candles to this CSV instead of the data folder')
    .option('--data-folder <folder>', 'where candles are kept', 'data/candles')
    .action(async (flags) => (await import('./data/download.js')).downloadData(flags, io));
  subcommand(data, io, 'list', 'pairs, intervals, range, rows and gaps of the candles there are')
    .option('--data-folder <folder>', 'where candles are kept', 'data/candles')
    .action(async (flags) => (await import('./data/list.js')).listData(flags, io));

  watchOptions(
    subcommand(program, io, 'start', 'run all bots of a folder in one process: each a folder with a bot.json'),
  )
    .option('--bots <folder>', 'where the bots are', 'bots')
    .option('--only <name>', 'one bot of the folder, in a process of its own')
    .option('-x, --exchange <name>', EXCHANGES, 'kraken')
    .option('--live', 'those whose mode is live trade with real money; needs keys')
    .option('--validate', 'Kraken checks every order (validate=true) and executes none; needs keys')
    .option('--key-file <file>', 'line 1 the key, line 2 the secret (default: the environment, else kraken.key)')
    .option('--for <seconds>', 'trade for so long, reaching Kraken included; else until it is interrupted')
    .action(async (flags) => (await import('./config/fleet-command.js')).startFleet(flags, io));
  const config = subcommand(program, io, 'config', 'make, check and see the bots of a folder');
  subcommand(config, io, 'check', 'see whether all bots can be started; ends with 2 when one cannot')
    .option('--bots <folder>', 'where the bots are', 'bots')
    .action(async (flags) => (await import('./config/config-commands.js')).checkConfig(flags, io));
  subcommand(config, io, 'show', 'what a bot runs with, the environment included; secrets are left out')
    .argument('<name>', "the bot's folder")
    .option('--bots <folder>', 'where the bots are', 'bots')
    .action(async (name: string, flags) => (await import('./config/config-commands.js')).showConfig(name, flags, io));
  subcommand(config, io, 'init', 'make a bot that trades on paper')
    .argument('<name>', "the bot's folder, which is its name")
    .option('--bots <folder>', 'where the bots are', 'bots')
    .action(async (name: string, flags) => (await import('./config/config-commands.js')).initConfig(name, flags, io));
  subcommand(config, io, 'schema', 'the JSON Schema of a bot.json, for editors').action(async () =>
    (await import('./config/config-commands.js')).showSchema(io),
  );

  subcommand(program, io, 'status', 'how the bots of this folder are; ends with 6 when one is stale or dead')
    .option('--bot <name>', 'one bot only')
    .option('--json', 'for machines')
    .action(async (flags) => (await import('./run/status-command.js')).showStatus(flags, io));
  subcommand(program, io, 'stop', 'a kill switch: the bot enters nothing more until it is resumed')
    .option('--bot <name>', 'which bot')
    .option('--all', 'all bots of this folder')
    .option('--now', 'and closes what is open at the market, whatever its --on-stop says')
    .option('--resume', 'lets it enter again')
    .option('--reason <text>', 'kept in its ledger')
    .action(async (flags) => (await import('./run/stop-command.js')).stopBots(flags, io));

  const ledger = subcommand(program, io, 'ledger', "bots' trades and orders as their ledgers on disk have them")
    .argument('[name]', 'a ledger (197-paper) or a bot; without it all')
    .option('--bot <name>', 'ledgers of this bot')
    .option('--status <words>', 'unknown, pending, partial, open, closed, refused; with commas between them')
    .option('--side <side>', 'long or short')
    .option('--reason <text>', 'part of why it was opened or closed')
    .option('--since <time>', 'closed, or not yet, from then on: unix seconds or 2022-01-31T14:00 (UTC)')
    .option('--until <time>', 'opened before then')
    .option('--last <count>', 'only the newest so many')
    .option('--refused', 'what was not entered, and why')
    .option('--format <format>', 'table, rows (as in the log), csv, json, or events (as they were kept)', 'table')
    .option('--folder <folder>', 'where ledgers are', 'data/ledgers')
    .action(async (name: string | undefined, flags) =>
      (await import('./ledger/command.js')).showLedger(name, flags, io),
    );
  subcommand(ledger, io, 'verify', "derives every trade again and compares with Kraken's own records")
    .argument('[name]', 'a ledger (197-live) or a bot; without it all')
    .option('--offline', 'without asking Kraken')
    .option('--key-file <file>', 'line 1 the key, line 2 the secret (default: the environment, else kraken.key)')
    .option('--folder <folder>', 'where ledgers are', 'data/ledgers')
    .action(async (name: string | undefined, flags) =>
      (await import('./ledger/verify/command.js')).verifyLedgers(name, flags, io),
    );

  subcommand(program, io, 'divergence', 'where a session and a backtest of what it saw went apart, and why')
    .argument('[name]', "which session, by its ledger's name; without it the only one")
    .option('--folder <folder>', 'where ledgers are', 'data/ledgers')
    .option('--strategy <name>', "the strategy's file, where it is a file of your own")
    .option('--json', 'for machines')
    .action(async (name: string | undefined, flags) =>
      (await import('./divergence/command.js')).showDivergence(name, flags, io),
    );

  subcommand(program, io, 'doctor', 'see whether Kraken, the clock, the keys and the account are fit for trading')
    .option('-c, --currency <pair>', 'pair in any spelling: XXBTZUSD, XBTUSD, BTC/USD', 'XXBTZUSD')
    .option('--key-file <file>', 'line 1 the key, line 2 the secret (default: the environment, else kraken.key)')
    .action(async (flags) => (await import('./doctor/doctor.js')).doctor(flags, io));
  return program;
}

function unknownCommand(word: string, program: Command): UsageError {
  const names = program.commands.map((command) => command.name());
  const nearest = nearestName(word, names);
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  return new UsageError(`unknown command ${word}: ${hint}`);
}

async function backtest(flags: BacktestFlags, io: Io): Promise<void> {
  await (await import('./backtest/command.js')).backtest(flags, io);
}

function subcommand(parent: Command, io: Io, name: string, description: string): Command {
  return quiet(parent.command(name).description(description).showSuggestionAfterError(), io);
}

/** Errors are thrown, one line on standard error; nothing ends the process. */
function quiet(command: Command, io: Io): Command {
  return command.exitOverride().configureOutput({
    getOutHelpWidth: () => lineWidth(io.out),
    getErrHelpWidth: () => lineWidth(io.out),
    writeOut: (text) => io.out.write(text),
    writeErr: (text) => io.err.write(text),
    // Commander puts its suggestion on a line of its own.
    outputError: (text, write) =>
      write(
        text
          .trimEnd()
          .replace(/\n\(?(Did you mean .*?)\)?$/, ' $1')
          .concat('\n'),
      ),
  });
}

function watchOptions(command: Command): Command {
  return command
    .option('--metrics-port <port>', 'serve /metrics and /healthz there, to this machine alone')
    .option('--metrics-host <address>', 'serve them on another interface; needs METRICS_TOKEN')
    .option('--dashboard [port]', 'serve a page to watch bots on, to this machine alone (default port: 8430)')
    .option('--dashboard-host <address>', 'serve it on another interface; asks for a token, which is shown once')
    .option('--dashboard-control', 'let who has the token for it pause, close, cancel and kill (default: look only)')
    .option('--log-format <format>', 'text or json: the log, and the console where it is no terminal (default: text)')
    .option('--log-keep <days>', 'delete older logs of this bot (default: none is deleted)');
}

const EXCHANGES = 'kraken, or rehearsal: a recorded market on a local Kraken';

function backtestOptions(command: Command, exchanges = EXCHANGES): Command {
  return command
    .option('-x, --exchange <name>', exchanges, 'kraken')
    .option(
      '-p, --period <minutes>',
      'candle interval: 1 5 15 30 60 240 1440 10080 21600 (default: 5, or that of --data)',
    )
    .option(
      '-t, --ticker <seconds>',
      'build candles of tickers polled this often, not of market trades; in trading, a backtest takes no notice of it',
    )
    .option('-c, --currency <pair>', 'pair in any spelling: XXBTZUSD, XBTUSD, BTC/USD', 'XXBTZUSD')
    .option('-s, --start <time>', 'first candle: unix seconds, 2022-01-31 or 2022-01-31T14:00 (UTC)')
    .option('-e, --end <time>', 'the last candle has closed by then; a date is its first instant')
    .option('--strategy <name>', "a strategy's name, or your own file (./mine.ts)", 'macd')
    .option(
      '--set <name=value>',
      "a parameter of the strategy; repeat for more ('trader strategies NAME' lists them)",
      collect,
    )
    .option('--config <file>', "JSON file with the strategy's parameters")
    .option('--data <file>', 'candles to use: OHLCVT as .csv, .csv.gz or .zip')
    .option('--data-folder <folder>', 'where imported candles are', 'data/candles')
    .option('--books <folder>', "fill orders from the order books a collector recorded there; candles are its trades'")
    .option('--store <address>', 'where those are, if not in that folder: postgres://… (default: COLLECTOR_STORE)')
    .option('--balance <money>', 'start balance in quote currency', '10000')
    .option('--volume <quantity>', 'order volume in base currency (default: 0.002)')
    .option('--fraction <share>', 'order volume as a share of equity instead, above 0 to 1')
    .option('--leverage <multiple>', 'sell short, with borrowed money: 2 to what Kraken offers for the pair')
    .option('--margin-longs', 'buy with borrowed money too')
    .option(
      '--guards <place>',
      'stops and targets: exchange (a stop rests there), exchange-target (a target does), bot (held)',
      'exchange',
    )
    .option('--fee <percent>', "fee in %, for takers and makers (default: Kraken's for the tier)")
    .option('--maker-fee <percent>', 'fee in % for makers alone')
    .option('--fee-tier <volume>', '30-day volume in USD that decides the fee tier', '0')
    .option('--slippage <basis-points>', 'how much worse a market order fills, 1 = 0.01 %', '0')
    .option('--sensitivity', 'also run at fee ± 50 % and at 5 and 20 basis points of slippage')
    .option('--json <file>', 'write the whole result as JSON; - for standard output, and then nothing else goes there')
    .option(
      '--html <file>',
      'write a page to look at: charts, trades, every figure, nothing fetched; - for standard output',
    )
    .option('--log', 'log file and a row for each trade; on unless --json is given')
    .option('--no-log', 'no log file, no rows; of backtests only')
    .option('--candles', 'a line for each candle as well, as bots that trade have anyway')
    .option('--bot <name>', "the bot's name (default: the folder's)");
}

function riskOptions(command: Command): Command {
  return command
    .option('--risk <file>', 'JSON file with limits; the flags below go before it')
    .option('--max-open-trades <count>', 'trades open at once, entries on their way included')
    .option('--max-exposure <money>', 'value of everything held or owed after an entry, in quote currency')
    .option('--max-exposure-percent <percent>', 'the same, in % of equity')
    .option('--max-orders-per-minute <count>', 'orders of any kind; exits are counted and never refused')
    .option('--price-collar <percent>', "how far the book's price may be from the decision's")
    .option('--max-daily-loss <percent>', 'of equity within a UTC day; then no entry until the next')
    .option('--cool-down <losses:minutes>', 'a pause after so many losing trades in a row, such as 3:60')
    .option('--min-margin-level <percent>', 'no entry on margin below it');
}

const WITHOUT_COMMAND = `
Options without a command trade: on paper, or with -x rehearsal or --live.
With -s or --data they mean a backtest. What would have no effect is refused:
trading with --end, --books, --store, --slippage, --sensitivity, --json, --html,
--candles, --no-log or --data-folder; a backtest with what is for trading (but
for --ticker, of which a note says that it has no effect).
`;

const EXIT_CODES = `
Exit codes:
  0  done
  1  a defect of trader: please report it
  2  the command line or a configuration asks for what is not possible, or a
     strategy has failed
  3  data could not be read, is wrong, or could not be written
  4  Kraken could not be reached, or refused
  5  a strategy did not come back; start the bot again
  6  a check (status, ledger verify) found something wrong`;
