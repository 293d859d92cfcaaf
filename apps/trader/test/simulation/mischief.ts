import type { Random } from '@fathom/contracts';
import type { HttpResponse, HttpTransport, SocketFrame, SocketTransport } from '@fathom/exchange';

/** What an exchange may do that looks right and is not. Each is off until somebody turns it on. */
export interface Tricks {
  /** Open orders, closed orders and trades are missing in lists while they are younger, milliseconds. */
  listsLagMs: number;
  /** Of cancellations, the share that is acknowledged and does not happen; of snapshots, that lack every other entry. */
  share: number;
}

interface MischiefOptions {
  readonly tricks: Tricks;
  readonly random: Random;
  readonly now: () => number;
}

const LISTS: Readonly<Record<string, string>> = { OpenOrders: 'open', ClosedOrders: 'closed', TradesHistory: 'trades' };

/** A Kraken whose lists lag, and whose cancellations are acknowledged though nothing was canceled. */
export function mischievous(transport: HttpTransport, { tricks, random, now }: MischiefOptions): HttpTransport {
  return async (request) => {
    const call = request.url.split('/').at(-1) ?? '';
    if (call === 'CancelOrder' && random.next() < tricks.share) {
      return { status: 200, headers: {}, text: '{"error":[],"result":{"count":1}}' };
    }
    const response = await transport(request);
    const list = LISTS[call];
    return list === undefined || tricks.listsLagMs === 0
      ? response
      : without(response, list, now() / 1000 - tricks.listsLagMs / 1000);
  };
}

/** An answer without what is newer than `until`, seconds since 1970 UTC. */
function without(response: HttpResponse, list: string, until: number): HttpResponse {
  if (!response.text.startsWith('{"error":[],')) return response;
  let answer: { result: Record<string, Record<string, { opentm?: number; time?: number }>> };
  try {
    answer = JSON.parse(response.text);
  } catch {
    return response;
  }
  const entries = Object.entries(answer.result[list] ?? {});
  const kept = entries.filter(([, { opentm, time }]) => (opentm ?? time ?? 0) <= until);
  const { count: _, ...rest } = answer.result;
  return { ...response, text: JSON.stringify({ error: [], result: { ...rest, [list]: Object.fromEntries(kept) } }) };
}

/** A Kraken some of whose snapshots of orders and fills lack every other entry. */
export function forgetful(transport: SocketTransport, { tricks, random }: MischiefOptions): SocketTransport {
  return {
    open: (url, handlers) =>
      transport.open(url, {
        ...handlers,
        opened: () => handlers.opened(),
        closed: (why) => handlers.closed(why),
        received: (frame) => handlers.received(gaps(frame)),
      }),
  };

  function gaps(frame: SocketFrame): SocketFrame {
    if (typeof frame !== 'string' || !frame.includes('"executions"') || !frame.includes('"snapshot"')) return frame;
    if (random.next() >= tricks.share) return frame;
    try {
      const parsed: { data?: unknown[] } = JSON.parse(frame);
      return JSON.stringify({ ...parsed, data: parsed.data?.filter((_, place) => place % 2 === 1) });
    } catch {
      return frame;
    }
  }
}
