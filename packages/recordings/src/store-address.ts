export interface StoreFlags {
  /** `postgres://…`, as the command line says it. */
  readonly store?: string;
}

/**
 * Where an archive is, if not in its recording's folder: the option, or `COLLECTOR_STORE`, which shows a password to nobody
 * who lists processes. As an object to be spread.
 */
export function storeOf(
  { store }: StoreFlags,
  { env }: { readonly env: Readonly<Record<string, string | undefined>> },
): { readonly store?: string } {
  const address = store ?? env['COLLECTOR_STORE'];
  return address === undefined || address === '' ? {} : { store: address };
}
