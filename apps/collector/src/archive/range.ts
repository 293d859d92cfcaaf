import { nearestName, UsageError } from '@fathom/contracts';
import { altnameOf } from '@fathom/exchange';
import { contents, type RecordingArchive, type StoreFlags } from '@fathom/recordings';
import { timeOption } from '@fathom/terminal';

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

/** Where nothing is: of the whole recording, or of what was asked for. */
export function whereOf({ pair, from, to }: RangeFlags, whole = 'there'): string {
  const isTimed = from !== undefined || to !== undefined;
  if (pair === undefined) return isTimed ? 'in that time' : whole;
  return isTimed ? `of ${pair} in that time` : `of ${pair} ${whole}`;
}

/** The id of a pair in any spelling, as far as it is in the archive. @throws {UsageError} when it is not. */
export async function recordedPair(spelling: string, archive: RecordingArchive): Promise<string> {
  const { pairs } = await contents(archive);
  const sealed = spellingsOf(new Map(pairs.map(({ pair, name }) => [name, pair])));
  const found = sealed.get(plain(spelling));
  if (found !== undefined) return found;
  // What has just been recorded is not sealed yet, and nobody has listed it.
  const ids = await archive.pairs();
  const all = spellingsOf(ids);
  return all.get(plain(spelling)) ?? refuse(spelling, { ids, all, folder: archive.layout.folder });
}

/** Ids by every spelling. */
function spellingsOf(ids: ReadonlyMap<string, string>): Map<string, string> {
  const bySpelling = new Map<string, string>();
  for (const [name, id] of ids) {
    const [base = '', quote = ''] = name.split('/');
    for (const known of [name, altnameOf({ base, quote }), id]) bySpelling.set(plain(known), id);
  }
  return bySpelling;
}

interface Known {
  /** By name. */
  readonly ids: ReadonlyMap<string, string>;
  /** … by every spelling. */
  readonly all: ReadonlyMap<string, string>;
  readonly folder: string;
}

function refuse(spelling: string, { ids, all, folder }: Known): never {
  const nearest = nearestName(plain(spelling), all.keys(), { mostChanges: 1 });
  const names = [...ids.keys()];
  const more = names.length > FEW ? ` and ${names.length - FEW} more` : '';
  const there = names.length === 0 ? 'nothing is' : `there is ${names.slice(0, FEW).join(', ')}${more}`;
  const hint = nearest === undefined ? there : `did you mean ${nearest}?`;
  throw new UsageError(`no book of ${spelling} is recorded in ${folder}: ${hint}`);
}

/** As many as a line can hold by name. */
const FEW = 5;

function plain(spelling: string): string {
  return spelling.toUpperCase().replace(/[/\-_ ]/g, '');
}
