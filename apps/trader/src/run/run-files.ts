import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@fathom/files';

/** Where bots and those who look after them leave each other files, seen from where the bot was started. */
export const RUN_FOLDER = 'data/run';

/** Stops all bots of the folder for as long as it is there. */
const ALL = 'all';

/**
 * The files of one folder by which bots tell how they are and are told to stop. A bot's key is its id and mode,
 * `320-paper`. Every file is written whole or not at all.
 */
export class RunFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Keys of all bots that ever told how they are. */
  keys(): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .flatMap((name) => (name.endsWith('.health.json') ? [name.slice(0, -'.health.json'.length)] : []))
      .toSorted((a, b) => a.localeCompare(b));
  }

  healthPath(key: string): string {
    return join(this.folder, `${key}.health.json`);
  }

  /** Of one bot, or of all. */
  stopPath(key = ALL): string {
    return join(this.folder, `${key}.stop`);
  }

  resumePath(key: string): string {
    return join(this.folder, `${key}.resume`);
  }

  /** The text of a file; undefined when there is none. */
  read(path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  }

  /** @throws when the disk is full or the folder cannot be written. */
  write(path: string, text: string): void {
    makeFolder(this.folder);
    const fresh = `${path}.new`;
    writeFileSync(fresh, text);
    renameSync(fresh, path);
  }

  remove(path: string): void {
    rmSync(path, { force: true });
  }
}
