import { EXIT, exitCodeOf } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export interface CommandLineOptions {
  /** Commander's, told to throw instead of ending the process. */
  readonly program: { parseAsync(words: string[], options: { from: 'user' }): Promise<unknown> };
  readonly err: Terminal;
  /** Exit codes of errors that only this program has, by the error's `code`. */
  readonly exits?: ReadonlyMap<unknown, number>;
}

/**
 * Runs one command line (without `node` and the script) and gives the exit code; never throws. Every failure is one line,
 * and a defect of ours its trace besides.
 */
export async function runCommandLine(
  args: readonly string[],
  { program, err, exits }: CommandLineOptions,
): Promise<number> {
  // pnpm hands a `--` of the user's on.
  const words = args[0] === '--' ? args.slice(1) : args;
  try {
    await program.parseAsync([...words], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    const told = commanderExit(error);
    if (told !== undefined) return told === 0 ? EXIT.ok : EXIT.usage;
    const code = exitCodeOf(error, exits);
    const text = error instanceof Error ? error.message : String(error);
    const trace = code === EXIT.failure && error instanceof Error ? `\n${error.stack ?? ''}` : '';
    err.write(`error: ${text}${trace}\n`);
    return code;
  }
}

/** Of commander's own errors, whose message, or the help, it has written already. */
function commanderExit(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('exitCode' in error)) return undefined;
  const { code, exitCode } = error;
  const isCommanders = typeof code === 'string' && code.startsWith('commander.');
  return isCommanders && typeof exitCode === 'number' ? exitCode : undefined;
}
