import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '@fathom/files';
import { segmentStart } from './segment/segment-name.js';

/** What lies where in a recording's folder. Parts are below `book`, `trades` and `frames`. */
export class FolderLayout {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get catalogue(): string {
    return join(this.folder, 'catalogue.sqlite');
  }

  get segments(): string {
    return join(this.folder, 'segments');
  }

  /** Held by who records. */
  get lock(): string {
    return join(this.folder, 'recorder.lock');
  }

  /** Held by who seals, compacts or removes. */
  get maintenanceLock(): string {
    return join(this.folder, 'maintenance.lock');
  }

  /** For what DuckDB has no memory for. */
  get scratch(): string {
    return join(this.folder, '.scratch');
  }

  /** Segments there are, oldest first. @throws {DataError} when the folder cannot be read. */
  segmentPaths(): string[] {
    const { segments } = this;
    if (!existsSync(segments)) return [];
    return attempt(`reading ${segments}`, () => readdirSync(segments))
      .filter((name) => segmentStart(name) !== undefined)
      .toSorted()
      .map((name) => join(segments, name));
  }

  /** Damaged segments as they were before they were cut. @throws {DataError} when the folder cannot be read. */
  setAsidePaths(): string[] {
    const { segments } = this;
    if (!existsSync(segments)) return [];
    return attempt(`reading ${segments}`, () => readdirSync(segments))
      .filter((name) => name.endsWith('.segment.damaged'))
      .toSorted()
      .map((name) => join(segments, name));
  }

  part(path: string): string {
    return join(this.folder, path);
  }
}
