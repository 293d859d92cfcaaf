import { nearestName, UsageError } from '@fathom/contracts';
import { altnameOf, findInstrument, type PairRules } from '@fathom/exchange';

/** Which pairs are wanted. */
export type Selection =
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'general'; readonly quote?: string; readonly top?: number };

export interface SelectedPairs {
  readonly pairs: readonly PairRules[];
  /** Lines for people: what was asked for and is not there. */
  readonly complaints: readonly string[];
}

/** What was traded of a pair in the last day, in US dollars, by name; a pair that is not there counts as 0. */
export type Turnover = ReadonlyMap<string, number>;

/**
 * The pairs that are meant, each once. Dark pools and delisted pairs are never among them.
 * @throws {UsageError} when none is left.
 */
export function selectPairs(all: readonly PairRules[], selection: Selection, turnover: Turnover): SelectedPairs {
  const there = all.filter(({ name, status }) => !isDarkPool(name) && status !== 'delisted');
  return selection.kind === 'named' ? named(there, selection.names) : general(there, selection, turnover);
}

/** Kraken's own id of a pair: from records where it is an old one (`XXBTZUSD`), else its short name. */
export function idOf(pair: Pick<PairRules, 'name' | 'base' | 'quote'>): string {
  try {
    return findInstrument(pair.name).id;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return altnameOf(pair);
  }
}

function named(there: readonly PairRules[], names: readonly string[]): SelectedPairs {
  const bySpelling = new Map<string, PairRules>();
  for (const pair of there) {
    for (const spelling of [pair.name, altnameOf(pair), idOf(pair)]) bySpelling.set(plain(spelling), pair);
  }
  const pairs = new Set<PairRules>();
  const complaints: string[] = [];
  for (const name of names) {
    const pair = bySpelling.get(plain(name));
    if (pair === undefined) complaints.push(unknown(name, bySpelling.keys()));
    else pairs.add(pair);
  }
  if (pairs.size === 0) throw new UsageError(complaints.join('; '));
  return { pairs: [...pairs], complaints };
}

function unknown(name: string, known: Iterable<string>): string {
  if (isDarkPool(name)) return `${name} is a dark pool: its book is shown to nobody`;
  const nearest = nearestName(plain(name), known, { mostChanges: 1 });
  return `Kraken has no pair ${name}${nearest === undefined ? '' : `: did you mean ${nearest}?`}`;
}

function general(
  there: readonly PairRules[],
  { quote, top }: { readonly quote?: string; readonly top?: number },
  turnover: Turnover,
): SelectedPairs {
  const quoted = there.filter((pair) => quote === undefined || pair.quote === quote);
  if (quoted.length === 0) throw new UsageError(`Kraken has no pairs quoted in ${quote ?? 'anything'}`);
  if (top === undefined) return { pairs: quoted, complaints: [] };
  const traded = ({ name }: PairRules) => turnover.get(name) ?? 0;
  return { pairs: quoted.toSorted((a, b) => traded(b) - traded(a)).slice(0, top), complaints: [] };
}

function isDarkPool(name: string): boolean {
  return /\.d$/i.test(name);
}

function plain(spelling: string): string {
  return spelling.toUpperCase().replace(/[/\-_ ]/g, '');
}
