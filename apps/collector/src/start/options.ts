import { UsageError } from '@fathom/contracts';
import type { DashboardFlags } from '@fathom/dashboard';
import { byteCount } from '../text/byte-count.js';
import { durationMs } from '../text/duration.js';
import { BOOKS, REHEARSAL_BOOKS } from '../usual-folders.js';
import { DEPTHS } from './depths.js';
import type { Selection } from './select-pairs.js';

/** What commander found on the command line. */
export interface StartFlags extends Omit<DashboardFlags, 'dashboardControl'> {
  readonly exchange: string;
  readonly pairs?: string;
  readonly all?: boolean;
  readonly quote?: string;
  readonly top?: string;
  readonly depth: string;
  readonly trades: boolean;
  /** Where to record, by either name. */
  readonly out?: string;
  readonly books?: string;
  readonly for?: string;
  readonly screen?: boolean;
  readonly statsd?: string;
  readonly keep?: string;
  readonly keepSize?: string;
  readonly store?: string;
}

/** What is to be done. */
export interface StartPlan {
  readonly isRehearsal: boolean;
  /** Where to record. */
  readonly folder: string;
  readonly selection: Selection;
  readonly depth: number;
  readonly hasTrades: boolean;
  /** Undefined: until it is ended. */
  readonly forMs: number | undefined;
  /** What of the archive stays; undefined: all. */
  readonly keepMs: number | undefined;
  readonly keepBytes: number | undefined;
}

const DEFAULT_PAIR = 'XXBTZUSD';

/** @throws {UsageError} for what cannot be, in one line. */
export function planStart(flags: StartFlags): StartPlan {
  const { exchange } = flags;
  if (exchange !== 'kraken' && exchange !== 'rehearsal') {
    throw new UsageError(`exchange ${exchange} is not kraken or rehearsal`);
  }
  return {
    isRehearsal: exchange === 'rehearsal',
    folder: folderOf(flags),
    selection: selectionOf(flags),
    depth: depthOf(flags.depth),
    hasTrades: flags.trades,
    forMs: flags.for === undefined ? undefined : durationMs(flags.for, '--for'),
    keepMs: flags.keep === undefined ? undefined : durationMs(flags.keep, '--keep'),
    keepBytes: flags.keepSize === undefined ? undefined : byteCount(flags.keepSize, '--keep-size'),
  };
}

function folderOf({ exchange, out, books }: StartFlags): string {
  if (out !== undefined && books !== undefined && out !== books)
    throw new UsageError(`--out ${out} and --books ${books} are two folders: give one`);
  return out ?? books ?? (exchange === 'rehearsal' ? REHEARSAL_BOOKS : BOOKS);
}

function depthOf(text: string): number {
  const depth = DEPTHS.find((known) => String(known) === text);
  if (depth === undefined)
    throw new UsageError(`Kraken has no books of depth ${text}: --depth is ${DEPTHS.join(', ')}`);
  return depth;
}

function selectionOf({ pairs, all, quote, top }: StartFlags): Selection {
  const isGeneral = all === true || quote !== undefined || top !== undefined;
  if (pairs !== undefined && isGeneral) throw new UsageError('give --pairs, or --all, --quote and --top, not both');
  if (!isGeneral) {
    const names = (pairs ?? DEFAULT_PAIR).split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
    if (names.length === 0) throw new UsageError('--pairs names no pair: XXBTZUSD,ETH/USD');
    return { kind: 'named', names };
  }
  if (top !== undefined && !/^[1-9]\d{0,4}$/.test(top)) throw new UsageError(`--top ${top} is not a number of pairs`);
  return {
    kind: 'general',
    ...(quote !== undefined && { quote: quote.toUpperCase() }),
    ...(top !== undefined && { top: Number(top) }),
  };
}
