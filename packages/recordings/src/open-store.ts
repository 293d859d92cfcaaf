import { UsageError } from '@fathom/contracts';
import { Duck } from './archive/duck.js';
import { ParquetShelf } from './archive/parquet-shelf.js';
import type { PartShelf } from './archive/part-shelf.js';
import { ProvedShelf } from './archive/proved-shelf.js';
import type { Catalogue } from './catalogue/catalogue.js';
import { SqlCatalogue } from './catalogue/sql-catalogue.js';
import { openSqlite } from './catalogue/sqlite.js';
import type { FolderLayout } from './folder-layout.js';
import { openBlocks } from './postgres/open-blocks.js';
import { isPostgres } from './postgres/postgres-database.js';

/** Where what was sealed is kept. */
export interface Store {
  readonly catalogue: Catalogue;
  readonly shelf: PartShelf;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Memory DuckDB may use, where parts are Parquet. */
  readonly megabytes: number;
}

/**
 * The archive of a recording: Parquet and SQLite in its folder, or, where `address` says `postgres://…`, a database.
 * @throws {UsageError} for an address of anything else. @throws {DataError} when it cannot be opened, or nothing is there.
 */
export async function openStore(
  layout: FolderLayout,
  address: string | undefined,
  { megabytes }: StoreOptions,
): Promise<Store> {
  if (address !== undefined) return openDatabase(address);
  const path = layout.catalogue;
  layout.assertRecording();
  const catalogue = await SqlCatalogue.over(await openSqlite(path), path);
  let duck: Promise<Duck> | undefined;
  const opened = (): Promise<Duck> => {
    duck ??= Duck.open({ megabytes, folder: layout.scratch });
    return duck;
  };
  return {
    catalogue,
    shelf: new ProvedShelf(new ParquetShelf(layout.folder, opened)),
    close: async () => {
      (await duck)?.close();
      await catalogue.close();
    },
  };
}

/** @throws as `openStore`. */
export async function openDatabase(address: string): Promise<Store> {
  if (!isPostgres(address)) throw new UsageError('a store is postgres://user:password@host/database');
  const { catalogue, shelf } = await openBlocks(address);
  return { catalogue, shelf: new ProvedShelf(shelf), close: () => catalogue.close() };
}
