import { Decimal } from '@fathom/contracts';
import { Digits } from './digits.js';
import { isList, isObject, type Json, type JsonObject } from './json.js';

/** A request Kraken refuses; the message is what it says. */
export class Refused extends Error {
  readonly symbol: string | undefined;

  constructor(message: string, symbol?: string) {
    super(message);
    this.name = 'Refused';
    this.symbol = symbol;
  }
}

/** Reads a request's fields as Kraken does: `Limit_price field must be a number_float` for `"5.1"`. */
export class Fields {
  readonly #fields: JsonObject;

  constructor(fields: JsonObject) {
    this.#fields = fields;
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || typeof value === 'string') return value;
    throw mustBe(name, 'a string');
  }

  /** Plain digits, as REST takes them. */
  number(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (!(value instanceof Digits)) throw mustBe(name, 'a number_float');
    return /[eE]/.test(value.text) ? Decimal.parse(value.text).toString() : value.text;
  }

  integer(name: string): number | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (!(value instanceof Digits) || !/^-?\d+$/.test(value.text)) throw mustBe(name, 'a number_integer');
    return Number(value.text);
  }

  flag(name: string): boolean | undefined {
    const value = this.#fields[name];
    if (value === undefined || typeof value === 'boolean') return value;
    throw mustBe(name, 'a boolean');
  }

  object(name: string): Fields | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (!isObject(value)) throw mustBe(name, 'an object');
    return new Fields(value);
  }

  /** A list of texts. */
  texts(name: string): string[] | undefined {
    return this.#list(name)?.map((value) => {
      if (typeof value !== 'string') throw mustBe(name, 'an array of string');
      return value;
    });
  }

  integers(name: string): string[] | undefined {
    return this.#list(name)?.map((value) => {
      if (!(value instanceof Digits)) throw mustBe(name, 'an array of number_integer');
      return value.text;
    });
  }

  objects(name: string): Fields[] | undefined {
    return this.#list(name)?.map((value) => {
      if (!isObject(value)) throw mustBe(name, 'an array of object');
      return new Fields(value);
    });
  }

  #list(name: string): readonly Json[] | undefined {
    const value = this.#fields[name];
    if (value === undefined || isList(value)) return value;
    throw mustBe(name, 'an array');
  }
}

function mustBe(name: string, what: string): Refused {
  return new Refused(`${name.charAt(0).toUpperCase()}${name.slice(1)} field must be ${what}`);
}
