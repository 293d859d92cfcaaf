import type { Clock } from '@fathom/contracts';
import type { SocketTransport } from '@fathom/exchange';
import { contentOfBook, type FrameLevel, readExactly } from './frame-content.js';

/** A frame of data that reached us, as far as it is one. */
interface DeliveredBook {
  readonly pair: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Its levels and kind, digits as they came. */
  readonly content: string;
}

interface DeliveredTrade {
  readonly pair: string;
  readonly at: number;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly time: number;
  readonly id: number;
}

/** Notes down everything that a transport's sockets bring, with the means of a test: no reader of ours is used. */
export function tapped(transport: SocketTransport, clock: Clock) {
  const books: DeliveredBook[] = [];
  const trades: DeliveredTrade[] = [];
  const strange: string[] = [];
  const note = (frame: string) => {
    const at = Math.round(clock.now() * 1000) / 1000;
    let message: Message;
    try {
      message = readExactly(frame) as Message;
    } catch {
      strange.push(frame);
      return;
    }
    if (message.channel === 'book') {
      for (const { symbol, bids, asks } of message.data ?? []) {
        books.push({ pair: symbol, at, content: contentOfBook(message.type ?? '', bids, asks) });
      }
    } else if (message.channel === 'trade') {
      for (const { symbol, trade_id: id, timestamp } of message.data ?? []) {
        trades.push({ pair: symbol, at, time: Date.parse(timestamp), id: Number(id) });
      }
    } else if (message.channel === 'horoscope') strange.push(frame);
  };
  const sockets: SocketTransport = {
    open: (url, handlers) =>
      transport.open(url, {
        opened: () => handlers.opened(),
        received: (frame) => {
          note(frame.toString());
          handlers.received(frame);
        },
        closed: (reason) => handlers.closed(reason),
      }),
  };
  return { books, trades, strange, sockets };
}

interface Message {
  readonly channel?: string;
  readonly type?: string;
  readonly data?: readonly {
    readonly symbol: string;
    readonly bids: readonly FrameLevel[];
    readonly asks: readonly FrameLevel[];
    readonly trade_id: string;
    readonly timestamp: string;
  }[];
}
