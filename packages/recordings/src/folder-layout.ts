import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { attempt } from '@fathom/files';
import { isPartName } from './archive/part-place.js';
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
    return this.inSegments((name) => segmentStart(name) !== undefined);
  }

  /** Damaged segments as they were before they were cut. @throws {DataError} when the folder cannot be read. */
  setAsidePaths(): string[] {
    return this.inSegments((name) => name.endsWith('.segment.damaged'));
  }

  /**
   * Segments that are gone while their marks are there: whoever seals one removes its marks first.
   * @throws {DataError} when the folder cannot be read.
   */
  lostSegmentPaths(): string[] {
    return (
      this.inSegments((name) => name.endsWith('.marks'))
        .map((marks) => ({ marks, segment: marks.replace(/\.marks$/, '.segment') }))
        // Asked in this order, one that is sealed meanwhile is not taken for lost.
        .filter(({ marks, segment }) => !existsSync(segment) && existsSync(marks))
        .map(({ segment }) => segment)
    );
  }

  /** Whether a part of an archive lies in the folder, known to a catalogue or not. */
  private get hasParts(): boolean {
    return ['book', 'trades', 'frames'].some((kind) => hasPart(join(this.folder, kind)));
  }

  /**
   * Nothing can be said of parts whose catalogue is gone, and a new one in its place would count from 1 again.
   * @throws {DataError} when it is, and when there is no recording at all.
   */
  assertRecording(): void {
    const { catalogue, segments, folder } = this;
    const size = statSync(catalogue, { throwIfNoEntry: false })?.size;
    if ((size ?? 0) === 0 && this.hasParts) {
      throw new DataError(`${catalogue} is gone, but parts lie beside it: put it back, or take a folder of its own`);
    }
    if (size === undefined && !existsSync(segments)) throw new DataError(`there is no recording in ${folder}`);
  }

  private inSegments(isWanted: (name: string) => boolean): string[] {
    const { segments } = this;
    if (!existsSync(segments)) return [];
    return attempt(`reading ${segments}`, () => readdirSync(segments))
      .filter(isWanted)
      .toSorted()
      .map((name) => join(segments, name));
  }
}

/** Looks no further than to the first one. */
function hasPart(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return attempt(`reading ${folder}`, () => readdirSync(folder, { withFileTypes: true })).some((entry) =>
    entry.isDirectory() ? hasPart(join(folder, entry.name)) : isPartName(entry.name),
  );
}
