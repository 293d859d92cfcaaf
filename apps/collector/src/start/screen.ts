import type { CaptureFigures } from '@fathom/capture';
import { table } from '@fathom/terminal';
import { bytes, count, NONE, rate as perSecond, share, utc } from '../text/amounts.js';
import { shortDuration } from '../text/duration.js';
import { gapsOf, missingMs, totalsOf, type View } from './view.js';

export interface ScreenSize {
  /** Characters a line may have, 80 to 120. */
  readonly width: number;
  /** Lines there are. */
  readonly height: number;
}

const NOTES = 5;
/** Head, blank lines and the table's own head. */
const AROUND = 9;
/** The event loop is late by so much: this machine has too much to do. */
const SLOW_MS = 100;

/**
 * What a person at a terminal sees of a running collector, no line longer than the terminal is wide. Books that are not
 * verified stand first, then the busiest.
 */
export function screenLines(view: View, { width, height }: ScreenSize): string[] {
  const notes = view.notes.slice(-NOTES).map(({ time, text }) => `${utc(time).slice(11)} ${text}`);
  const room = Math.max(3, height - AROUND - notes.length);
  const rows = rowsOf(view);
  const shown = rows.length > room ? rows.slice(0, room - 1) : rows;
  const more = rows.length - shown.length;
  return [
    ...head(view, width),
    '',
    ...table(HEAD, shown, ['State']).trimEnd().split('\n'),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

function head(view: View, width: number): string[] {
  const total = totalsOf(view);
  const { now, startedAt, writtenBytes, freeBytes, loopLagMs } = view;
  const time = shortDuration(Math.floor((now - startedAt) / 1000) * 1000);
  const title = `Collecting from ${view.exchange} into ${view.folder}`;
  return [
    `${title.slice(0, width - time.length - 2).padEnd(width - time.length)}${time}`,
    [
      `books ${total.soundBooks}/${total.books}`,
      `${perSecond(total.rate)} msg/s`,
      `verified ${share(total.verified, total.kept)}`,
      `gaps ${count(total.gaps)}`,
      `lag ${Math.round(total.lagMs)} ms`,
    ].join('   '),
    [
      `${count(total.kept)} messages`,
      `${count(total.trades)} trades`,
      `disk ${bytes(writtenBytes)}${freeBytes === undefined ? '' : `, ${bytes(freeBytes)} free`}`,
    ].join('   '),
    ...(total.dropped > 0 ? [`${count(total.dropped)} messages dropped for want of room`] : []),
    ...(loopLagMs >= SLOW_MS ? [`this machine is slow: messages waited up to ${Math.round(loopLagMs)} ms`] : []),
  ];
}

const HEAD = ['Pair', 'msg/s', 'Messages', 'Verified', 'Gaps', 'Missing', 'Trades', 'Lag ms', 'State'];

function rowsOf({ figures, rates, now }: View): string[][] {
  const trades = new Map(figures.flatMap((one) => (one.channel === 'market-trades' ? [[one.pair, one] as const] : [])));
  const books = figures.flatMap((one, index) => (one.channel === 'book' ? [{ one, rate: rates[index] ?? 0 }] : []));
  const order = books.toSorted((a, b) => urgency(b.one) - urgency(a.one) || b.rate - a.rate);
  return order.map(({ one, rate }) => [
    one.pair,
    perSecond(rate),
    count(one.kept),
    share(one.verified, one.kept),
    count(gapsOf(one)),
    shortDuration(missingMs(one, now)),
    count(trades.get(one.pair)?.kept ?? 0),
    one.lastAt === undefined ? NONE : String(Math.round(one.lagMs)),
    stateOf(one),
  ]);
}

function urgency({ openGap }: CaptureFigures): number {
  return openGap === undefined ? 0 : 1;
}

/** In words, so that nothing depends on colour. */
function stateOf({ openGap }: Pick<CaptureFigures, 'openGap'>): string {
  if (openGap === undefined) return 'verified';
  return openGap.cause === 'start' ? 'waiting' : openGap.cause;
}
