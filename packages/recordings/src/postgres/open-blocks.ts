import { SqlCatalogue } from '../catalogue/sql-catalogue.js';
import { migrate } from '../catalogue/migrate.js';
import { BLOCK_MIGRATIONS } from './block-migrations.js';
import { BlockShelf } from './block-shelf.js';
import { openPostgres, shownAddress } from './postgres-database.js';

/**
 * A catalogue and parts in PostgreSQL; tables and views are made when they are not there.
 * @param address `postgres://user:password@host/database`.
 * @throws {DataError} when it cannot be reached, refuses, or is of a newer Fathom.
 */
export async function openBlocks(address: string): Promise<{ catalogue: SqlCatalogue; shelf: BlockShelf }> {
  const database = await openPostgres(address);
  const shown = shownAddress(address);
  try {
    const catalogue = await SqlCatalogue.over(database, shown);
    await migrate(database, { key: 'blocks', steps: BLOCK_MIGRATIONS, place: shown, isReadOnly: false });
    return { catalogue, shelf: new BlockShelf(database, shown) };
  } catch (error) {
    await database.close();
    throw error;
  }
}
