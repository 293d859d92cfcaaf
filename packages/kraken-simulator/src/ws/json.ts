import { Digits } from './digits.js';

/** What a frame is made of. Undefined members are left out. */
export type Json = string | number | boolean | null | Digits | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** JSON text; `Digits` as they are, which `JSON.stringify` cannot do. */
export function writeJson(value: Json): string {
  if (value instanceof Digits) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  if (isList(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${writeJson(item)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(name)}:${writeJson(member)}`;
  }
  return `{${text}}`;
}

/** Names are few and come again and again. */
const names = new Map<string, string>();

function quoted(name: string): string {
  let text = names.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    // A client may invent as many as it likes.
    if (names.size < 1000) names.set(name, text);
  }
  return text;
}

/**
 * Reads JSON with every number as `Digits`: Node 20 has no way to see a number's text from `JSON.parse`.
 * @returns undefined for anything that is not JSON.
 */
export function readJson(text: string): Json | undefined {
  try {
    // Only what JSON.parse accepts is read, so the marking below can trust the syntax.
    JSON.parse(text);
    const marked: unknown = JSON.parse(text.replace(STRING_OR_NUMBER, mark));
    return unmarked(marked);
  } catch {
    return undefined;
  }
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Strings get a leading `s`, numbers become strings with a leading `n`. */
function mark(token: string): string {
  return token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`;
}

function unmarked(value: unknown): Json {
  if (typeof value === 'string') return value.startsWith('n') ? new Digits(value.slice(1)) : value.slice(1);
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.slice(1), unmarked(member)]));
  }
  return typeof value === 'boolean' ? value : null;
}

/** Whether it is an object, neither a list nor a number. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Digits);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
