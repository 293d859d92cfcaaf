import { Refusal } from './refusal.js';

/** Parameters of a call as text; only a batch's `orders` is a list. */
export type CallParameters = { readonly [name: string]: string | readonly CallParameters[] };

/**
 * Reads a body: a form (`application/x-www-form-urlencoded`, what Kraken documents) or JSON, which batches and
 * percentages need. Numbers and booleans of JSON become text, nested objects `close[price]`, lists of words `a,b`.
 * @throws {Refusal} `EGeneral:Invalid arguments` for a body that is neither.
 */
export function readBody(body: string, contentType = ''): CallParameters {
  if (contentType.includes('json') || body.trimStart().startsWith('{')) return fromJson(body);
  return fromForm(body);
}

/** Reads a form or a query: `pair=XBTUSD&count=10`. Of a name given twice the last counts. */
export function fromForm(text: string): CallParameters {
  return Object.fromEntries(new URLSearchParams(text));
}

function fromJson(body: string): CallParameters {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal('EGeneral:Invalid arguments');
  }
  if (!isRecord(value)) throw new Refusal('EGeneral:Invalid arguments');
  const parameters = textOf(value);
  // A nonce has up to 64 bits, a number of JavaScript's 53; and the signature is over its digits.
  const nonce = typeof value['nonce'] === 'number' ? /"nonce"\s*:\s*(\d+)/.exec(body)?.[1] : undefined;
  return nonce === undefined ? parameters : { ...parameters, nonce };
}

function textOf(record: Record<string, unknown>): CallParameters {
  const entries: [string, string | readonly CallParameters[]][] = [];
  for (const [name, value] of Object.entries(record)) {
    if (value === null || value === undefined) continue;
    if (Array.isArray(value)) entries.push([name, listOf(value)]);
    else if (isRecord(value)) {
      for (const [inner, text] of Object.entries(textOf(value))) entries.push([`${name}[${inner}]`, text]);
    } else entries.push([name, scalar(value)]);
  }
  return Object.fromEntries(entries);
}

function listOf(values: readonly unknown[]): string | CallParameters[] {
  const records = values.filter(isRecord);
  if (records.length > 0) return records.map(textOf);
  return values.map(scalar).join(',');
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
