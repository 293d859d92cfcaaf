import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@fathom/files';

/** What is being downloaded; times in milliseconds since 1970 UTC. */
export interface Download {
  readonly altname: string;
  readonly interval: number;
  readonly start: number;
  readonly end: number;
}

/** How far a download has come, in a hidden file beside its candles. */
export class DownloadCursor {
  readonly #folder: string;
  readonly #path: string;
  readonly #download: Download;

  constructor(folder: string, download: Download) {
    this.#folder = folder;
    this.#download = download;
    this.#path = join(folder, `.download-${download.altname}_${download.interval}.json`);
  }

  /** From where to go on; undefined when it is another download, or none, that was left. */
  read(): number | undefined {
    const { start } = this.#download;
    try {
      const left: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      if (typeof left !== 'object' || left === null || !('start' in left) || !('done' in left)) return undefined;
      const { done } = left;
      return left.start === start && typeof done === 'number' && done >= start ? done : undefined;
    } catch {
      return undefined;
    }
  }

  /** Everything before `done` is among the candles. */
  write(done: number): void {
    makeFolder(this.#folder);
    writeFileSync(this.#path, `${JSON.stringify({ ...this.#download, done })}\n`);
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}
