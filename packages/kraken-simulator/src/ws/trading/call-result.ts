import type { CallAnswer } from '../ports.js';
import { Refused } from '../fields.js';

/**
 * What a REST call answered.
 * @throws {Refused} with its error strings, unless they are warnings beside a result.
 */
export function resultOf({ error, result }: CallAnswer): unknown {
  const errors = error.filter((text) => !text.startsWith('W'));
  if (errors.length > 0) throw new Refused(errors.join(', '));
  return result;
}

/** A member of an answer as text, the first when it is a list: `txid` is one for single orders. */
export function textIn(answer: unknown, name: string): string | undefined {
  const value = memberOf(answer, name);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

export function numberIn(answer: unknown, name: string): number {
  return Number(memberOf(answer, name) ?? 0);
}

export function listIn(answer: unknown, name: string): readonly unknown[] {
  const value = memberOf(answer, name);
  return Array.isArray(value) ? value : [];
}

function memberOf(answer: unknown, name: string): unknown {
  return typeof answer === 'object' && answer !== null ? new Map(Object.entries(answer)).get(name) : undefined;
}
