import type { Io } from './io.js';

export interface StoreFlags {
  readonly store?: string;
}

/**
 * Where the archive is, if not in the recording's folder: the option, or `COLLECTOR_STORE`, which shows a password to
 * nobody who lists processes. As an object to be spread.
 */
export function storeOf({ store }: StoreFlags, { env }: Pick<Io, 'env'>): { readonly store?: string } {
  const address = store ?? env['COLLECTOR_STORE'];
  return address === undefined || address === '' ? {} : { store: address };
}
