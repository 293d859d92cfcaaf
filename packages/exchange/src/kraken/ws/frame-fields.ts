import { Decimal } from '@fathom/contracts';
import { type Json, type JsonObject, NumberText } from './json-text.js';
import { parseTimestamp } from './timestamp.js';

/** A frame is JSON, but not what its kind must be; the message says what of it. */
export class FrameError extends Error {}

export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** One object of a frame, read by name; each reader throws a `FrameError` for another type than its own. */
export class Fields {
  readonly #object: JsonObject;

  constructor(value: Json | undefined) {
    if (!isObject(value)) throw new FrameError('an entry is not an object');
    this.#object = value;
  }

  has(name: string): boolean {
    return this.#object.has(name);
  }

  text(name: string): string {
    const value = this.#object.get(name);
    return typeof value === 'string' ? value : this.#fail(name, 'a text');
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  flag(name: string): boolean {
    const value = this.#object.get(name);
    return typeof value === 'boolean' ? value : this.#fail(name, 'true or false');
  }

  /** A number's digits as they are. */
  digits(name: string): string {
    const value = this.#object.get(name);
    return value instanceof NumberText ? value.text : this.#fail(name, 'a number');
  }

  number(name: string): number {
    const digits = this.digits(name);
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new FrameError(`${name} ${digits.slice(0, 40)} is too large`);
    return value;
  }

  optionalNumber(name: string): number | undefined {
    return this.has(name) ? this.number(name) : undefined;
  }

  decimal(name: string): Decimal {
    return Decimal.parse(this.digits(name));
  }

  optionalDecimal(name: string): Decimal | undefined {
    return this.has(name) ? this.decimal(name) : undefined;
  }

  /** Milliseconds since 1970 UTC. */
  time(name: string): number {
    const time = parseTimestamp(this.text(name));
    return time ?? this.#fail(name, 'a timestamp');
  }

  optionalTime(name: string): number | undefined {
    return this.has(name) ? this.time(name) : undefined;
  }

  list(name: string): readonly Json[] {
    const value = this.#object.get(name);
    return isList(value) ? value : this.#fail(name, 'a list');
  }

  fields(name: string): Fields {
    const value = this.#object.get(name);
    return isObject(value) ? new Fields(value) : this.#fail(name, 'an object');
  }

  oneOf<const T extends string>(name: string, known: readonly T[]): T {
    const text = this.text(name);
    return known.find((word) => word === text) ?? this.#fail(name, known.join(' or '));
  }

  #fail(name: string, what: string): never {
    throw new FrameError(`${name} is ${this.has(name) ? 'not' : 'missing, it should be'} ${what}`);
  }
}
