import { type Secret, UsageError } from '@fathom/contracts';
import { isLoopback } from '../status/loopback.js';
import type { Delivered } from './delivery.js';

/** Answers are a word or two; more is not read. */
const MAX_ANSWER = 65_536;

/** The web's `fetch`, as an argument. */
export type Fetch = typeof globalThis.fetch;

/** @throws {UsageError} for an address that is none, or not HTTPS; the message does not hold the address, a secret. */
export function checkWebhook(setting: string, address: Secret): void {
  let url: URL;
  try {
    url = new URL(address.reveal());
  } catch {
    throw new UsageError(`${setting} is not an address`);
  }
  const isPlain = url.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
  if (url.protocol !== 'https:' && !isPlain) throw new UsageError(`${setting} is not an https:// address`);
}

/** What an answer means for the message it answers; `text` is what it says. */
export function deliveredBy({ status, headers }: Response, text: string, now: number): Delivered {
  if (status >= 200 && status < 300) return { outcome: 'taken' };
  // A word, as Slack says: `no_service`. A page is of no use in a log.
  const reason = /^[a-z_ ]{1,60}$/i.test(text) ? `HTTP ${status} ${text}` : `HTTP ${status}`;
  if (status !== 429 && status !== 408 && status < 500) return { outcome: 'refused', reason };
  const afterMs = retryAfterMs(headers.get('retry-after'), now);
  return { outcome: 'later', reason, ...(afterMs !== undefined && { afterMs }) };
}

/** `Retry-After` of RFC 9110: seconds, or a date. */
function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isFinite(at) ? Math.max(0, at - now) : undefined;
}

/** Why there was no answer, in a line: the message, and the system's code for it, which `fetch` hides below. */
export function failureText(error: unknown, secret: Secret): string {
  if (!(error instanceof Error)) return 'no answer';
  const code = codeBelow(error);
  const text = error.message.replaceAll(secret.reveal(), String(secret));
  return code === undefined ? text : `${text} (${code})`;
}

function codeBelow(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const below = codeBelow('original' in error ? error.original : error.cause, depth + 1);
  return (
    below ?? ('code' in error && typeof error.code === 'string' && error.code.startsWith('E') ? error.code : undefined)
  );
}

/** Reads what there is of an answer, up to a bound, and lets the rest go. */
export async function shortText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < MAX_ANSWER) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text.slice(0, MAX_ANSWER);
}
