import { lockFile } from './folder-lock.js';
import type { FolderLayout } from './folder-layout.js';
import { openStore, type Store, type StoreOptions } from './open-store.js';

export interface Maintenance extends StoreOptions {
  /** `postgres://…` for an archive in a database; default the folder. */
  readonly address?: string | undefined;
  /** Who may be at it already, as the one who comes too late is told. */
  readonly others: string;
}

/**
 * Works on an archive's parts while nobody else does. Whatever becomes of it, the next one may.
 * @throws {UsageError} while somebody else does. @throws {DataError} when the archive cannot be opened, or
 * there is none: nothing is made then.
 */
export async function maintainStore<T>(
  layout: FolderLayout,
  { address, others, megabytes }: Maintenance,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  if (address === undefined) layout.assertRecording();
  const unlock = await lockFile(layout.maintenanceLock, others);
  try {
    const store = await openStore(layout, address, { megabytes });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } finally {
    unlock();
  }
}
