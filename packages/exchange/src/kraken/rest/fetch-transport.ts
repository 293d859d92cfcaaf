import type { Scheduler } from '@fathom/contracts';
import { systemTime } from './system-time.js';
import { type HttpRequest, type HttpResponse, type HttpTransport, TransportError } from './transport.js';
import { transportFailure } from './transport-failure.js';

export interface FetchTransportOptions {
  /** For tests; else the platform's own. */
  readonly fetch?: typeof globalThis.fetch;
  readonly scheduler?: Scheduler;
}

/** A transport over the platform's `fetch`, which keeps connections open between calls. */
export function fetchTransport({
  fetch = globalThis.fetch,
  scheduler = systemTime,
}: FetchTransportOptions = {}): HttpTransport {
  return async (request) => {
    const host = hostOf(request.url);
    const ending = new AbortController();
    const late = new TransportError('timeout', `no answer from ${host} within ${request.deadlineMs} ms`);
    const cancelDeadline = scheduler.after(request.deadlineMs, () => ending.abort(late));
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.method === 'POST' && { body: request.body }),
        redirect: 'manual',
        signal: ending.signal,
      });
      if (response.status >= 300 && response.status < 400) {
        throw new TransportError(
          'redirect',
          `${host} answered with a redirect (HTTP ${response.status}), which is not followed`,
        );
      }
      return await read(response, request, host);
    } catch (error) {
      if (ending.signal.aborted) throw late;
      throw error instanceof TransportError ? error : transportFailure(error, host);
    } finally {
      cancelDeadline();
      // Also ends a body nobody reads on: a connection in the middle of an answer is of no use to anyone.
      ending.abort(late);
    }
  };
}

async function read(response: Response, { maxBytes }: HttpRequest, host: string): Promise<HttpResponse> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  if (response.body !== null) {
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.byteLength;
      if (bytes > maxBytes)
        throw new TransportError('too-large', `the answer of ${host} is longer than ${maxBytes} bytes`);
      text += decoder.decode(part.value, { stream: true });
    }
  }
  return { status: response.status, headers: Object.fromEntries(response.headers), text: text + decoder.decode() };
}

/** All of a URL that may be shown. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is none';
}
