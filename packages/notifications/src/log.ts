import { join } from 'node:path';
import type { Clock, Random } from '@fathom/contracts';
import type { Bot } from './bot.js';
import { type Console, Display } from './display.js';
import { LogFile } from './log-file.js';
import { logFileName } from './log-file-name.js';
import { type Level, logLine } from './log-line.js';
import { type Message, plainText } from './message.js';
import { createWinston, type Entry, LEVEL } from './winston-logger.js';

/** A buffered log hands its lines on when this many characters are waiting. */
const BLOCK = 65_536;

/** What `openLog` needs. */
export interface LogOptions {
  /** Made when it is missing. */
  readonly folder: string;
  readonly bot: Bot;
  readonly clock: Clock;
  readonly random: Random;
  /** Gets every message as well, without time and level; `false` for none. */
  readonly console: Console | false;
  /** Whether the console shows colours; when not given, `wantsColour(console)`. The file never has any. */
  readonly colour?: boolean;
  /**
   * Collects lines and writes them by the block, at once after a warning or worse, on `flush`, on `close` and
   * at the end of the process. For backtests, which can be run again: a killed process loses the last lines.
   */
  readonly isBuffered?: boolean;
  /** Where trouble with the file itself is told; standard error when not given. */
  readonly complain?: (line: string) => void;
}

/** A bot's log. No method ever throws. */
export interface Log {
  /** The file's path. */
  readonly path: string;
  debug(message: Message): void;
  info(message: Message): void;
  warn(message: Message): void;
  error(message: Message): void;
  critical(message: Message): void;
  flush(): void;
  /** Later messages are dropped. */
  close(): void;
}

/**
 * Opens the bot's log: a new file in `folder`, lines like `2018-04-17 14:42:55,432:INFO:message`, and the same
 * messages in colour on the console. Written through winston, each line before the call returns unless buffered.
 * A file that cannot be written is told to `complain` once and otherwise ignored until it works again.
 */
export async function openLog(options: LogOptions): Promise<Log> {
  const { clock, random, bot, folder } = options;
  const path = join(folder, logFileName(bot, clock, random));
  const file = new LogFile(path, {
    clock,
    complain: options.complain ?? ((line) => process.stderr.write(`${line}\n`)),
    gapLine: (lost) => logLine(clock.now(), 'warn', `${lost} lines could not be written here`),
  });
  file.write('', 0); // an unwritable folder is told at the start, not hours later
  const receivers = [(entry: Entry) => file.write(entry.message, entry.lines)];
  const display = options.console === false ? undefined : new Display(options.console, options.colour);
  if (display) receivers.push((entry) => display.show(entry.shown));
  const winston = await createWinston(receivers);
  return new WinstonLog({ ...options, path, file, display, write: (entry) => winston.write(entry) });
}

interface Parts extends LogOptions {
  readonly path: string;
  readonly file: LogFile;
  readonly display: Display | undefined;
  readonly write: (entry: Entry) => void;
}

class WinstonLog implements Log {
  readonly path: string;
  readonly #parts: Parts;
  readonly #atExit = () => this.flush();
  #message = '';
  #shown = '';
  #lines = 0;
  #isClosed = false;

  constructor(parts: Parts) {
    this.path = parts.path;
    this.#parts = parts;
    if (parts.isBuffered === true) process.once('exit', this.#atExit);
  }

  debug(message: Message): void {
    this.#add('debug', message);
  }

  info(message: Message): void {
    this.#add('info', message);
  }

  warn(message: Message): void {
    this.#add('warn', message);
  }

  error(message: Message): void {
    this.#add('error', message);
  }

  critical(message: Message): void {
    this.#add('critical', message);
  }

  flush(): void {
    this.#flush('info');
  }

  close(): void {
    this.flush();
    this.#isClosed = true;
    process.off('exit', this.#atExit);
    this.#parts.file.close();
    this.#parts.display?.release();
  }

  #add(level: Level, message: Message): void {
    if (this.#isClosed) return;
    const { clock, display, isBuffered } = this.#parts;
    this.#message += logLine(clock.now(), level, plainText(message));
    if (display) this.#shown += `${display.dress(level, message)}\n`;
    this.#lines += 1;
    const mayWait = isBuffered === true && this.#message.length < BLOCK && (level === 'info' || level === 'debug');
    if (!mayWait) this.#flush(level);
  }

  #flush(level: Level): void {
    if (this.#lines === 0) return;
    const entry: Entry = { level, [LEVEL]: level, message: this.#message, shown: this.#shown, lines: this.#lines };
    this.#message = '';
    this.#shown = '';
    this.#lines = 0;
    this.#parts.write(entry);
  }
}
