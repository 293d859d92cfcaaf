import { existsSync } from 'node:fs';
import type { ArchivedSegment, Checkpoint, PairGap, Precision, Range, ReadCatalogue, Session } from './catalogue.js';
import type { Part } from './part.js';
import { SqlCatalogue } from './sql-catalogue.js';
import { openSqlite } from './sqlite.js';

/**
 * The catalogue of a folder, for reading: empty for as long as nobody has made one, which each question looks for anew.
 * What is there in the end is opened once.
 */
export class LateCatalogue implements ReadCatalogue {
  private readonly path: string;
  private opened: Promise<SqlCatalogue | undefined> | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Opens it if it is there. @throws {DataError} when it is of another Fathom, or no catalogue. */
  async open(): Promise<SqlCatalogue | undefined> {
    if (this.opened === undefined && !existsSync(this.path)) return undefined;
    const opening = (this.opened ??= openedAt(this.path));
    try {
      const catalogue = await opening;
      if (catalogue === undefined) this.opened = undefined;
      return catalogue;
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
  }

  async parts(range?: Range): Promise<Part[]> {
    return (await this.open())?.parts(range) ?? [];
  }

  async checkpoint(pair: string, us: number): Promise<Checkpoint | undefined> {
    return (await this.open())?.checkpoint(pair, us);
  }

  async gaps(range?: Range): Promise<PairGap[]> {
    return (await this.open())?.gaps(range) ?? [];
  }

  async sessions(): Promise<Session[]> {
    return (await this.open())?.sessions() ?? [];
  }

  async segments(): Promise<ArchivedSegment[]> {
    return (await this.open())?.segments() ?? [];
  }

  async precisions(pair?: string): Promise<Precision[]> {
    return (await this.open())?.precisions(pair) ?? [];
  }

  async close(): Promise<void> {
    await (await this.opened?.catch(() => undefined))?.close();
  }
}

/** Undefined while it is being made: its tables come all at once. */
async function openedAt(path: string): Promise<SqlCatalogue | undefined> {
  const database = await openSqlite(path, true);
  try {
    const tables = await database.rows("SELECT name FROM sqlite_master WHERE name = 'part'");
    if (tables.length > 0) return await SqlCatalogue.over(database, path, true);
  } catch (error) {
    await database.close();
    throw error;
  }
  await database.close();
  return undefined;
}
