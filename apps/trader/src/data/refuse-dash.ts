import { UsageError } from '@fathom/contracts';

/** Candles go into files; what other programs call standard output would be one called `-`. @throws {UsageError} for it. */
export function refuseDash(out: string | undefined): void {
  if (out === '-') throw new UsageError('--out - is not the name of a file');
}
