import { nearestName, UsageError } from '@fathom/contracts';
import { altnameOf, findInstrument } from '@fathom/exchange';
import { contents, type RecordingArchive } from '@fathom/recordings';
import { timeOption } from '@fathom/terminal';
import type { StoreFlags } from '../store-address.js';

/** What of a recording is meant, as the command line says it. */
export interface RangeFlags extends StoreFlags {
  readonly books: string;
  readonly pair?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The same as the archive wants it. */
export interface ArchiveRange {
  readonly pair?: string;
  readonly fromUs?: number;
  readonly toUs?: number;
}

/** @throws {UsageError} for times that are none, or a pair nobody has recorded. */
export async function rangeOf({ pair, from, to }: RangeFlags, archive: RecordingArchive): Promise<ArchiveRange> {
  const fromUs = from === undefined ? undefined : timeOption('--from', from) * 1000;
  const toUs = to === undefined ? undefined : timeOption('--to', to) * 1000;
  if (fromUs !== undefined && toUs !== undefined && fromUs >= toUs) {
    throw new UsageError(`--from ${from} is not before --to ${to}`);
  }
  return {
    ...(pair !== undefined && { pair: await recordedPair(pair, archive) }),
    ...(fromUs !== undefined && { fromUs }),
    ...(toUs !== undefined && { toUs }),
  };
}

/** The id of a pair in any spelling, as far as it is in the archive. @throws {UsageError} when it is not. */
export async function recordedPair(spelling: string, archive: RecordingArchive): Promise<string> {
  const { pairs, segments } = await contents(archive);
  const bySpelling = new Map<string, string>();
  for (const { pair, name } of pairs) {
    const [base = '', quote = ''] = name.split('/');
    for (const known of [name, altnameOf({ base, quote }), pair]) bySpelling.set(plain(known), pair);
  }
  const found = bySpelling.get(plain(spelling));
  if (found !== undefined) return found;
  // What has just been recorded is not sealed yet, and nobody has listed it.
  if (segments.count > 0) return findInstrument(spelling).id;
  const nearest = nearestName(plain(spelling), bySpelling.keys());
  const hint = nearest === undefined ? '' : `: did you mean ${nearest}?`;
  throw new UsageError(`no book of ${spelling} is recorded in ${archive.layout.folder}${hint}`);
}

function plain(spelling: string): string {
  return spelling.toUpperCase().replace(/[/\-_ ]/g, '');
}
