import { runCommandLine } from '@fathom/terminal';
import { Command } from 'commander';
import { type Flags, start, type Started } from './start.js';

/** What the command touches of the outside world. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** Settles when the user wants it to end. */
  readonly ended: Promise<void>;
}

const collect = (value: string, all: string[] = []) => [...all, value];

/** Runs one command line, without `node` and the script, until the user ends it; gives the exit code and never throws. */
export function run(args: readonly string[], io: Io): Promise<number> {
  return runCommandLine(args, { program: program(io), err: { write: io.err } });
}

function program(io: Io): Command {
  return new Command('kraken-simulator')
    .description('Serves a local Kraken, REST and WebSocket v2, over a replayed market, on this machine only.')
    .version('0.1.0')
    .option('--port <number>', 'port of HTTP and both sockets; 0 takes any free one', '8420')
    .option('--candles <file>', 'market out of candles, named as Kraken names them: XBTUSD_60.csv, .csv.gz or .zip')
    .option('--book <file>', 'market out of a recorded book, .cbcap or .cbcap.gz, again and again')
    .option('--speed <factor>', 'recorded seconds in a real one', '1')
    .option('--seed <number>', 'the same seed, the same ids, key and faults (default: chance)')
    .option('--tier <name>', 'verification level: starter, intermediate or pro', 'pro')
    .option('--balance <asset=amount>', 'what the account holds; repeat for more (default: USD=100000 BTC=1)', collect)
    .option('--faults <file>', 'JSON with fault rules, or random:0.05 for trouble with a share of all calls')
    .option('--json', 'one line of JSON when ready, and nothing else')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => write(text.trimEnd().replaceAll('\n', ' ').concat('\n')),
    })
    .action(async (flags: Flags & { readonly json?: boolean }) => {
      const started = await start(flags, io.cwd, (error) => io.err(`defect: ${String(error)}\n`));
      io.out(flags.json === true ? `${line(started)}\n` : welcome(started));
      await io.ended;
      await started.server.close();
    });
}

function line({ server, key }: Started): string {
  const { restUrl, wsUrl, wsAuthUrl } = server;
  return JSON.stringify({ restUrl, wsUrl, wsAuthUrl, apiKey: key.key, apiSecret: key.secret });
}

function welcome({ server, key, pairs }: Started): string {
  return `A local Kraken trades ${pairs.join(', ')}. Ctrl-C ends it.

  KRAKEN_REST_URL=${server.restUrl}
  KRAKEN_WS_URL=${server.wsUrl}
  KRAKEN_WS_AUTH_URL=${server.wsAuthUrl}
  KRAKEN_API_KEY=${key.key}
  KRAKEN_API_SECRET=${key.secret}

  curl ${server.restUrl}/0/public/Ticker?pair=XBTUSD
`;
}
