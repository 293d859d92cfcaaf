import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LogFile, type LogFileOptions } from './log-file.js';

const DAY_MS = 86_400_000;
const MAX_BYTES = 100_000_000;

/** When a log goes on in a new file, and how long old ones stay. */
export interface LogRotation {
  /** A file that has grown beyond is left; 100 MB. */
  readonly maxBytes?: number;
  /** Files of this bot whose name tells of an older day are deleted when a new one is begun; none when left out. */
  readonly keepDays?: number;
}

/** What `LogFiles` needs. */
export interface LogFilesOptions extends LogFileOptions {
  readonly folder: string;
  /** Names the file that is begun now. */
  readonly nextName: () => string;
  readonly rotation?: LogRotation;
}

/** A log in files, one at a time: a new one with each UTC day, and whenever the last has grown too large. */
export class LogFiles {
  readonly #options: LogFilesOptions;
  #file: LogFile;
  #day = 0;
  #bytes = 0;

  constructor(options: LogFilesOptions) {
    this.#options = options;
    this.#file = this.#begin();
  }

  /** The file that is written now. */
  get path(): string {
    return this.#file.path;
  }

  /** `text` is whole lines, `lines` of them. Never throws. */
  write(text: string, lines = 1): void {
    const { rotation, clock } = this.#options;
    const isNewDay = Math.floor(clock.now() / DAY_MS) > this.#day;
    if (isNewDay || this.#bytes > (rotation?.maxBytes ?? MAX_BYTES)) {
      this.#file.close();
      this.#file = this.#begin();
    }
    this.#bytes += Buffer.byteLength(text);
    this.#file.write(text, lines);
  }

  close(): void {
    this.#file.close();
  }

  #begin(): LogFile {
    const { folder, nextName, clock } = this.#options;
    this.#day = Math.floor(clock.now() / DAY_MS);
    this.#bytes = 0;
    const path = join(folder, nextName());
    this.#deleteOld(path);
    return new LogFile(path, this.#options);
  }

  #deleteOld(path: string): void {
    const { folder, rotation } = this.#options;
    if (rotation?.keepDays === undefined) return;
    const [bot = ''] = basename(path).split(DATED);
    const oldest = new Date((this.#day - rotation.keepDays) * DAY_MS).toISOString().slice(0, 10);
    try {
      for (const name of readdirSync(folder)) {
        const [owner, date = ''] = name.split(DATED);
        if (owner === bot && date !== '' && date < oldest) rmSync(join(folder, name));
      }
    } catch {
      // A folder that cannot be read or tidied is no reason not to trade; writing will tell.
    }
  }
}

/** `320:Localbot` and the date of `320:Localbot_2018-04-17_21_umpmen`. */
const DATED = /_(\d{4}-\d{2}-\d{2})_\d{2}_[a-z]{6}(?:\.ndjson)?$/;
