import type { Arguments } from '../arguments.js';
import { invalid } from '../refusal.js';

const PAGE = 50;

/** What a list of the past was asked for; times in milliseconds since 1970 UTC. */
export interface PageAsked {
  /** Later than this. */
  readonly after: number;
  /** Not later than this. */
  readonly until: number;
  readonly offset: number;
}

/**
 * `start` (exclusive) and `end` (inclusive), each a unix time or an id, and `ofs`.
 * @param timeOf when what an id names happened, milliseconds; undefined for an unknown id
 */
export function readPage(args: Arguments, timeOf: (id: string) => number | undefined): PageAsked {
  const bound = (name: 'start' | 'end'): number | undefined => {
    const text = args.text(name);
    if (text === undefined) return undefined;
    if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
    const time = timeOf(text);
    if (time === undefined) throw invalid(name);
    return time;
  };
  const offset = args.integer('ofs') ?? 0;
  if (offset < 0) throw invalid('ofs');
  // 0 stands for the beginning of time, and as `end` for none.
  const end = bound('end');
  return {
    after: bound('start') ?? Number.NEGATIVE_INFINITY,
    until: end === undefined || end === 0 ? Number.POSITIVE_INFINITY : end,
    offset,
  };
}

export function isWithin(time: number, { after, until }: PageAsked): boolean {
  return time > after && time <= until;
}

/** 50 at a time. */
export function cut<T>(items: readonly T[], { offset }: PageAsked): readonly T[] {
  return items.slice(offset, offset + PAGE);
}
