import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '@fathom/contracts';
import { makeFolder } from '@fathom/files';

/** How long a file that could not be written is left alone. */
const RETRY_MS = 1000;

/** What a `LogFile` needs besides its path. */
export interface LogFileOptions {
  readonly clock: Clock;
  /** Is told, one line a time, when writing begins to fail and when it works again. */
  readonly complain: (line: string) => void;
  /** The line that stands in the file for `lost` lines it misses. */
  readonly gapLine: (lost: number) => string;
}

/**
 * A file that is only ever added to. Every `write` is with the operating system when it returns, so a crash of
 * the process loses nothing. A full disk or a folder that cannot be written must not stop a bot: `write`
 * never throws, says so once, drops lines, and tries again a second later.
 */
export class LogFile {
  readonly path: string;
  readonly #options: LogFileOptions;
  #descriptor: number | undefined;
  #lost = 0;
  #isFailing = false;
  #isTorn = false;
  #retryAt = 0;

  constructor(path: string, options: LogFileOptions) {
    this.path = path;
    this.#options = options;
  }

  /** `text` is whole lines, `lines` of them. */
  write(text: string, lines = 1): void {
    if (this.#isFailing && this.#options.clock.now() < this.#retryAt) {
      this.#lost += lines;
      return;
    }
    try {
      this.#descriptor ??= this.#open();
      if (this.#isFailing) this.#recover(this.#descriptor);
      this.#append(this.#descriptor, text);
    } catch (error) {
      this.#fail(error, lines);
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    try {
      closeSync(this.#descriptor);
    } catch {
      // Nothing is left to be written, so nothing is lost.
    }
    this.#descriptor = undefined;
  }

  #open(): number {
    makeFolder(dirname(this.path));
    return openSync(this.path, 'a');
  }

  #append(descriptor: number, text: string): void {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
      const written = writeSync(descriptor, rest);
      rest = rest.subarray(written);
      // A disk that fills up takes a part of a line first.
      this.#isTorn = rest.length > 0;
    }
  }

  #recover(descriptor: number): void {
    const gap = this.#lost > 0 ? this.#options.gapLine(this.#lost) : '';
    this.#append(descriptor, this.#isTorn ? `\n${gap}` : gap);
    this.#complain(`log ${this.path} is written again, ${this.#lost} lines are missing`);
    this.#isFailing = false;
    this.#lost = 0;
  }

  #fail(error: unknown, lines: number): void {
    if (!this.#isFailing) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#complain(`log ${this.path} cannot be written, going on without it: ${reason}`);
    }
    this.#isFailing = true;
    this.#lost += lines;
    this.#retryAt = this.#options.clock.now() + RETRY_MS;
    this.close();
  }
  #complain(line: string): void {
    try {
      this.#options.complain(line);
    } catch {
      // There is no one left to tell.
    }
  }
}
