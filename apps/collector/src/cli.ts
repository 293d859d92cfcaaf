import { CommanderError } from 'commander';
import { EXIT, exitCodeOf } from './exit-code.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';

/** Runs one command line (without `node` and the script) and gives the exit code; never throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  // pnpm hands a `--` of the user's on.
  const words = args[0] === '--' ? args.slice(1) : args;
  try {
    await createProgram(io).parseAsync([...words], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    // Commander has written its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const code = exitCodeOf(error);
    const text = error instanceof Error ? error.message : String(error);
    const trace = code === EXIT.failure && error instanceof Error ? `\n${error.stack ?? ''}` : '';
    io.err.write(`error: ${text}${trace}\n`);
    return code;
  }
}
