import type { Scheduler } from '@fathom/contracts';
import type { Delivery } from './faults/delivery.js';
import type { LocalKraken } from './local-kraken.js';
import { floodOf } from './server/flood.js';

/** What `fetch` is asked, as far as it is looked at here. */
export interface FetchInit {
  readonly method?: string | undefined;
  readonly headers?: Headers | Record<string, string> | undefined;
  readonly body?: string | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

export type FetchLike = (url: string, init?: FetchInit) => Promise<Response>;

/**
 * A `fetch` that ends in a local Kraken without a socket; only path and query of the address are looked at. A lost
 * connection rejects as `fetch` does, with a TypeError whose cause has a `code`. Redirects are not followed.
 * @param scheduler who waits where a fault delays something
 */
export function inMemoryTransport(kraken: LocalKraken, scheduler: Scheduler): FetchLike {
  return (url, init = {}) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(url);
      const { signal } = init;
      let forget: () => void = NOTHING;
      const abort = () => {
        forget();
        // As `fetch` does: whatever the signal was aborted with.
        reject(signal?.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError'));
      };
      if (signal?.aborted === true) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      const headers = Object.fromEntries(new Headers(init.headers));
      const request = { method: init.method ?? 'GET', path: `${pathname}${search}`, headers, body: init.body ?? '' };
      // Never before this call has returned, as a network would.
      forget = scheduler.after(0, () => travel(kraken.receive(request)));

      function settle(outcome: () => void): void {
        signal?.removeEventListener('abort', abort);
        outcome();
      }

      function travel(delivery: Delivery): void {
        switch (delivery.kind) {
          case 'later':
            forget = scheduler.after(delivery.afterMs, () => travel(delivery.arrive()));
            return;
          case 'reply': {
            const { status, headers: own, body } = delivery.reply;
            const arrive = () => settle(() => resolve(new Response(body, { status, headers: own })));
            if (delivery.afterMs <= 0) return arrive();
            forget = scheduler.after(delivery.afterMs, arrive);
            return;
          }
          case 'cut': {
            const { status, headers: own, body } = delivery.reply;
            return settle(() =>
              resolve(new Response(cutStream(body.slice(0, delivery.bytes)), { status, headers: own })),
            );
          }
          case 'reset':
            return settle(() => reject(reset()));
          case 'silence':
            return;
          case 'flood':
            return settle(() => resolve(new Response(stream(floodOf(delivery.bytes)), { status: 200 })));
        }
      }
    });
}

function reset(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return new TypeError('fetch failed', { cause });
}

/** The beginning of a body, and then a broken connection. */
function cutStream(text: string): ReadableStream<Uint8Array> {
  const pieces = [new TextEncoder().encode(text)].filter(({ length }) => length > 0);
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.error(new TypeError('terminated', { cause: reset().cause }));
      else controller.enqueue(piece);
    },
  });
}

function stream(pieces: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const next = pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
}

const NOTHING = () => {};
