import { nearestName, UsageError } from '@fathom/contracts';
import { lineWidth } from '@fathom/terminal';
import { Command } from 'commander';
import type { AtFlags } from './archive/at.js';
import type { ExportFlags } from './archive/export.js';
import type { PruneFlags } from './archive/maintain.js';
import type { RangeFlags } from './archive/range.js';
import type { ImportFlags } from './import/command.js';
import type { Io } from './io.js';
import type { StartFlags } from './start/options.js';
import type { StatusFlags } from './status/command.js';
import type { TickerFlags } from './ticker/command.js';
import { BOOKS, REHEARSAL_BOOKS } from './usual-folders.js';

const STORE = 'the archive is a PostgreSQL: postgres://user@host/database (default: COLLECTOR_STORE, else Parquet)';

/** The command line. Modules are loaded when their command is run. */
export function createProgram(io: Io): Command {
  const program = quiet(new Command('collector'), io)
    .description("Records Kraken's order books and market trades, every update proved by Kraken's checksum.")
    .version('0.1.0')
    .addHelpText('after', `${WITHOUT_COMMAND}${EXIT_CODES}`);

  // `pnpm --filter collector start` is this program without a command.
  const start = program.command('start', { isDefault: true }).description('collect until Ctrl-C, SIGTERM or --for');
  startOptions(quiet(start, io))
    .allowExcessArguments()
    .action(async (flags: StartFlags, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) throw unknownCommand(word, program);
      await (await import('./start/command.js')).startCollecting(flags, io);
    });
  books(subcommand(program, io, 'status', 'say whether a collector is at work, and how it is doing'))
    .option('--json', 'as one line of JSON')
    .action(async (flags: StatusFlags) => (await import('./status/command.js')).showStatus(flags, io));
  subcommand(program, io, 'ticker', "append a pair's ticker to a file, again and again")
    .option('-c, --currency <pair>', 'pair in any spelling: XXBTZUSD, XBTUSD, BTC/USD', 'XXBTZUSD')
    .option('--every <time>', 'how often: 10, 10s, 5m', '10')
    .option('--out <file>', 'lines of JSON (default: data/ticker/PAIR.ndjson); - for standard output')
    .option('--for <time>', 'end after 90s, 15m, 1h, 2d; else when it is told to')
    .action(async (flags: TickerFlags) => (await import('./ticker/command.js')).recordTicker(flags, io));
  archiveCommands(program, io);
  return program;
}

function archiveCommands(program: Command, io: Io): void {
  pairs(subcommand(program, io, 'list', 'what is recorded, pair by pair')).action(async (flags: RangeFlags) =>
    (await import('./archive/list.js')).listBooks(flags, io),
  );
  pairs(subcommand(program, io, 'verify', 'prove every file and every checksum anew, and that nothing is gone')).action(
    async (flags: RangeFlags) => (await import('./archive/verify.js')).verifyBooks(flags, io),
  );
  books(subcommand(program, io, 'at', 'the book of a pair at an instant'))
    .requiredOption('--pair <pair>', 'in any spelling')
    .requiredOption('--time <time>', 'unix seconds, 2026-11-29 or 2026-11-29T14:00 (UTC)')
    .option('--levels <number>', 'of each side', '10')
    .option('--json', 'as one line of JSON')
    .action(async (flags: AtFlags) => (await import('./archive/at.js')).showBookAt(flags, io));
  times(subcommand(program, io, 'export', "a pair's books as one file"))
    .requiredOption('--pair <pair>', 'in any spelling')
    .option('--format <name>', 'csv, ndjson or parquet', 'csv')
    .option('--file <file>', 'where to (default: PAIR.FORMAT); - for standard output')
    .action(async (flags: ExportFlags) => (await import('./archive/export.js')).exportBooks(flags, io));
  books(
    subcommand(
      program,
      io,
      'import',
      "take in Kraken's frames that other recorders have kept: NDJSON or .cbcap, also .gz",
    ),
  )
    .argument('[files...]', 'in the order of time')
    .action(async (files: string[], flags: ImportFlags) =>
      (await import('./import/command.js')).importFrames(files, flags, io),
    );
  pairs(subcommand(program, io, 'compact', 'make one part of all parts of a day that is over')).action(
    async (flags: RangeFlags) => (await import('./archive/maintain.js')).compactBooks(flags, io),
  );
  books(subcommand(program, io, 'seal', 'move what a killed collector has left into the archive')).action(
    async (flags: RangeFlags) => (await import('./archive/maintain.js')).sealBooks(flags, io),
  );
  books(subcommand(program, io, 'prune', 'remove the oldest of the archive'))
    .option('--keep <time>', 'what is younger stays: 90d')
    .option('--keep-size <size>', 'so much stays: 50GB')
    .action(async (flags: PruneFlags) => (await import('./archive/maintain.js')).pruneBooks(flags, io));
}

function books(command: Command): Command {
  return command.option('--books <folder>', 'the recording', BOOKS).option('--store <address>', STORE);
}

function times(command: Command): Command {
  return books(command)
    .option('--from <time>', 'received from then on: unix seconds, 2026-11-29 or 2026-11-29T14:00 (UTC)')
    .option('--to <time>', 'received before then');
}

function pairs(command: Command): Command {
  return times(command).option('--pair <pair>', 'one pair, in any spelling');
}

function startOptions(command: Command): Command {
  return command
    .option('-x, --exchange <name>', 'kraken, or rehearsal: a recorded market on a local Kraken', 'kraken')
    .option('--pairs <list>', 'pairs in any spelling, with commas: XXBTZUSD,ETH/USD (default: XXBTZUSD)')
    .option('--all', 'every pair, dark pools left out')
    .option('--quote <asset>', 'every pair quoted in it: USD')
    .option('--top <number>', 'of all pairs, or of those of --quote, the ones most traded in the last 24 hours')
    .option('--depth <levels>', 'levels of each side: 10, 25, 100, 500 or 1000', '100')
    .option('--trades', 'market trades as well', true)
    .option('--no-trades', 'books alone')
    .option('--out <folder>', `where to record (default: ${BOOKS}; of a rehearsal ${REHEARSAL_BOOKS})`)
    .option('--books <folder>', 'the same, as every other command names it')
    .option('--for <time>', 'end after 90s, 15m, 1h, 2d; else when it is told to')
    .option('--store <address>', STORE)
    .option('--keep <time>', 'remove what is older from the archive: 90d')
    .option('--keep-size <size>', 'remove the oldest beyond that: 50GB')
    .option('--screen', 'a live screen (default: at a terminal)')
    .option('--no-screen', 'lines instead of a screen')
    .option('--dashboard [port]', 'serve a page to watch it on, to this machine alone (default port: 8430)')
    .option('--dashboard-host <address>', 'serve it on another interface; asks for a token, which is shown once')
    .option('--statsd <host:port>', 'send figures there, once a second')
    .addHelpText('after', ENVIRONMENT);
}

function unknownCommand(word: string, program: Command): UsageError {
  const names = program.commands.map((command) => command.name());
  if (names.includes(word)) return new UsageError(`start takes no command: say collector ${word}`);
  const nearest = nearestName(word, names);
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  return new UsageError(`unknown command ${word}: ${hint}`);
}

function subcommand(parent: Command, io: Io, name: string, description: string): Command {
  return quiet(parent.command(name).description(description).showSuggestionAfterError(), io);
}

/** Errors are thrown, one line on standard error; nothing ends the process. */
function quiet(command: Command, io: Io): Command {
  return command
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => lineWidth(io.out),
      getErrHelpWidth: () => lineWidth(io.out),
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      outputError: (text, write) => {
        const line = text.trimEnd().replace(/\n\(?(Did you mean .*?)\)?$/, ' $1');
        write(`${/unknown option '--out(=[^']*)?'/.test(line) ? `error: ${outHint(command)}` : line}\n`);
      },
    });
}

/** Who has just recorded into `--out` is told what it is called here. */
function outHint(command: Command): string {
  const has = (name: string): boolean => command.options.some(({ long }) => long === name);
  const file = has('--file') ? ', the file to write is --file FILE' : '';
  return `${command.name()} has no --out: the recording is --books FOLDER${file}`;
}

const WITHOUT_COMMAND = `
Without a command it starts: collector --pairs XXBTZUSD,ETH/USD.
`;

const ENVIRONMENT = `
Environment:
  KRAKEN_WS_URL, KRAKEN_REST_URL  lead to another Kraken, perhaps your own
  COLLECTOR_STORE                 is --store: its password is in no process list
  NO_COLOR                        no colours
`;

const EXIT_CODES = `
Exit codes:
  0  done
  1  a defect of collector: please report it
  2  the command line asks for what is not possible, or a collector is there
  3  data could not be read, is wrong, or could not be written (a full disk)
  4  Kraken could not be reached, or refused
  5  status: nobody is collecting
`;
