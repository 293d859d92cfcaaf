import type { ClosedGap, Gap } from '@fathom/capture';
import type { FeedEvent } from '@fathom/contracts';
import { shortDuration } from '../text/duration.js';
import type { Note } from './view.js';

/** What people should know of a feed. @param now milliseconds since 1970 UTC. */
export function feedNote(event: FeedEvent, now: number): Note | undefined {
  const note = (level: Note['level'], text: string): Note => ({ time: now, level, text });
  switch (event.type) {
    case 'feed-disconnected':
      return note('warn', `connection lost: ${event.reason}; next attempt in ${Math.ceil(event.retryInMs / 1000)} s`);
    case 'feed-refused':
      return note('error', `${event.subscription.pair}: Kraken refuses ${event.subscription.channel}: ${event.reason}`);
    case 'feed-silent':
      return note('warn', `${event.subscription.pair}: ${event.subscription.channel}: ${event.reason}`);
    case 'feed-skipped':
      return note('warn', `not understood: ${event.reason}`);
    case 'exchange-status-changed':
      return note('info', `Kraken is ${event.status}`);
    case 'book-snapshot':
    case 'book-update':
    case 'candle-changed':
    case 'feed-connected':
    case 'feed-resync-begun':
    case 'feed-subscribed':
    case 'market-traded':
    case 'ticker-changed':
  }
  return undefined;
}

/** Gaps that somebody should look at; a lost connection has a line of its own. */
export function gapNote({ pair, channel, cause }: Gap, now: number): Note | undefined {
  if (cause === 'start' || cause === 'stop' || cause === 'disconnect' || cause === 'refusal') return undefined;
  const what = channel === 'book' ? 'book' : 'market trades';
  return { time: now, level: 'warn', text: `${pair}: ${what} not trusted, something may be missing (${cause})` };
}

/** The end of a gap that lasted. */
export function endNote({ pair, channel, cause, from, to }: ClosedGap, now: number): Note | undefined {
  if (cause === 'start' || cause === 'stop' || channel !== 'book' || to === from) return undefined;
  return { time: now, level: 'info', text: `${pair}: verified again, ${shortDuration(to - from)} missing (${cause})` };
}
