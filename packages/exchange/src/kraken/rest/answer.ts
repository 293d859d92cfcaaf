import { classifyErrors, type ErrorClass } from './error-class.js';
import type { HttpResponse } from './transport.js';

/** What an HTTP answer of Kraken's says. */
export type Answer =
  /** `warnings` begin with `W` and change nothing: the result counts. */
  | { readonly type: 'result'; readonly result: unknown; readonly warnings: readonly string[] }
  /** Kraken said why not. */
  | { readonly type: 'error'; readonly reason: string; readonly errors: readonly string[]; readonly class: ErrorClass }
  /** Not what Kraken answers; whatever was asked may have happened. */
  | { readonly type: 'unreadable'; readonly reason: string; readonly class: ErrorClass };

/**
 * Reads an answer of any status and any content. Kraken says its errors with status 200; a status of another kind comes
 * from what stands before Kraken, and then nothing is certain.
 */
export function readAnswer({ status, text, headers }: HttpResponse, now: number): Answer {
  const body = bodyOf(text);
  if (body === undefined) return unreadable(status, `HTTP ${status} with ${described(text)}`, headers);
  const { errors, warnings } = body;
  if (errors.length > 0 && body.result === undefined) {
    return { type: 'error', reason: errors.join(', '), errors, class: classifyErrors(errors, now) };
  }
  // Both at once: whatever it means, it is not a plain refusal.
  if (errors.length > 0) return unreadable(status, `${errors.join(', ')} beside a result`, headers);
  if (body.result === undefined) return unreadable(status, `HTTP ${status} without a result`, headers);
  if (status !== 200) return unreadable(status, `HTTP ${status} beside a result`, headers);
  return { type: 'result', result: body.result, warnings };
}

interface Body {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly result: unknown;
}

function bodyOf(text: string): Body | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || !('error' in json) || !Array.isArray(json.error)) return undefined;
  const said = json.error.map((each) => (typeof each === 'string' ? oneLine(each) : JSON.stringify(each)));
  const result: unknown = 'result' in json && json.result !== null ? json.result : undefined;
  return {
    errors: said.filter((each) => !each.startsWith('W')),
    warnings: said.filter((each) => each.startsWith('W')),
    result,
  };
}

function unreadable(status: number, reason: string, headers: HttpResponse['headers']): Answer {
  return { type: 'unreadable', reason, class: classOf(status, headers) };
}

/** For what only asks: whether to ask again. For orders all of these are ambiguous. */
function classOf(status: number, headers: HttpResponse['headers']): ErrorClass {
  const after = Number(headers['retry-after'] ?? Number.NaN);
  const named = after >= 0 && after <= 900 ? after * 1000 : undefined;
  if (status === 429) return { kind: 'rate-limited', isDefinitive: false, retryInMs: named ?? 15_000 };
  if (status >= 500) return { kind: 'retryable', isDefinitive: false, retryInMs: named ?? 5000 };
  return { kind: 'ambiguous', isDefinitive: false };
}

function described(text: string): string {
  const start = text.trimStart();
  if (start === '') return 'an empty answer';
  if (start.startsWith('<')) return 'a web page instead of an answer';
  return start.startsWith('{') || start.startsWith('[')
    ? 'JSON that is cut off or not an answer'
    : 'an answer that is not JSON';
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 300);
}
