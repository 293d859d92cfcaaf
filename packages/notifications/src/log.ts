import type { Clock, LogFields, Logger, Random, Secret } from '@fathom/contracts';
import type { Bot } from './bot.js';
import { type Console, Display } from './display.js';
import { logFileName } from './log-file-name.js';
import { LogFiles, type LogRotation } from './log-files.js';
import { jsonLine, type LogRecord } from './log-json.js';
import { type Level, logLine } from './log-line.js';
import { type Message, plainText } from './message.js';
import { createWinston, type Entry, LEVEL } from './winston-logger.js';

/** A buffered log hands its lines on when this many characters are waiting. */
const BLOCK = 65_536;

export type LogFormat = 'text' | 'json';

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
  /**
   * `text`, the original's lines, or `json`: newline-delimited JSON, on the console too unless that is a terminal. Files of
   * it end in `.ndjson`.
   */
  readonly format?: LogFormat;
  readonly rotation?: LogRotation;
  /** Texts that stand in no line, wherever a message got them from. */
  readonly secrets?: readonly Secret[];
  /** Told every message as well, without colours and secrets; it must not throw or wait. */
  readonly onLine?: (level: Level, text: string) => void;
  /** Where trouble with the file itself is told; standard error when not given. */
  readonly complain?: (line: string) => void;
}

/** A bot's log. No method ever throws. */
export interface Log extends Logger {
  /** The file that is written now. */
  readonly path: string;
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
  const { clock, random, bot, folder, format = 'text', rotation } = options;
  const lineOf = (record: LogRecord) =>
    format === 'json' ? jsonLine(record, bot) : logLine(record.now, record.level, record.text);
  const file = new LogFiles({
    folder,
    nextName: () => `${logFileName(bot, clock, random)}${format === 'json' ? '.ndjson' : ''}`,
    clock,
    complain: options.complain ?? ((line) => process.stderr.write(`${line}\n`)),
    gapLine: (lost) =>
      lineOf({ now: clock.now(), level: 'warn', text: `${lost} lines could not be written here`, fields: {} }),
    ...(rotation && { rotation }),
  });
  file.write('', 0); // an unwritable folder is told at the start, not hours later
  const receivers = [(entry: Entry) => file.write(entry.message, entry.lines)];
  const display = options.console === false ? undefined : new Display(options.console, options.colour);
  if (display) receivers.push((entry) => display.show(entry.shown));
  const winston = await createWinston(receivers);
  const isShownAsFiled = format === 'json' && options.console !== false && options.console.isTTY !== true;
  return new WinstonLog({ ...options, file, display, lineOf, isShownAsFiled, write: (entry) => winston.write(entry) });
}

interface Parts extends LogOptions {
  readonly file: LogFiles;
  readonly lineOf: (record: LogRecord) => string;
  readonly isShownAsFiled: boolean;
  readonly display: Display | undefined;
  readonly write: (entry: Entry) => void;
}

class WinstonLog implements Log {
  readonly #parts: Parts;
  readonly #atExit = () => this.flush();
  #message = '';
  #shown = '';
  #lines = 0;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    if (parts.isBuffered === true) process.once('exit', this.#atExit);
  }

  get path(): string {
    return this.#parts.file.path;
  }

  debug(message: Message, fields?: LogFields): void {
    this.#add('debug', message, fields);
  }

  info(message: Message, fields?: LogFields): void {
    this.#add('info', message, fields);
  }

  warn(message: Message, fields?: LogFields): void {
    this.#add('warn', message, fields);
  }

  error(message: Message, fields?: LogFields): void {
    this.#add('error', message, fields);
  }

  critical(message: Message, fields?: LogFields): void {
    this.#add('critical', message, fields);
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

  #add(level: Level, message: Message, fields: LogFields = {}): void {
    if (this.#isClosed) return;
    const { clock, display, isBuffered, lineOf, isShownAsFiled, onLine } = this.#parts;
    onLine?.(level, this.#withoutSecrets(plainText(message)));
    const line = this.#withoutSecrets(lineOf({ now: clock.now(), level, text: plainText(message), fields }));
    this.#message += line;
    if (display) this.#shown += isShownAsFiled ? line : this.#withoutSecrets(`${display.dress(level, message)}\n`);
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

  #withoutSecrets(line: string): string {
    const { secrets } = this.#parts;
    if (secrets === undefined) return line;
    let clean = line;
    for (const secret of secrets) {
      const text = secret.reveal();
      if (text !== '' && clean.includes(text)) clean = clean.replaceAll(text, String(secret));
    }
    return clean;
  }
}
