/** A JSON number by its very digits: `0.50930100` stays that, which `JSON.parse` cannot do. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = ReadonlyMap<string, Json>;

/** What a frame is made of. Objects are maps, so that no name in a frame means anything to the language. */
export type Json = null | boolean | string | NumberText | readonly Json[] | JsonObject;

const DEEPEST = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What a string between its quotes cannot hold as it is. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\\\u0000-\u001f]/;
const BLANK = /[ \t\n\r]*/y;

/**
 * Reads JSON and keeps the digits of its numbers.
 * @returns undefined for anything that is not JSON, or is nested deeper than 32.
 */
export function readJson(text: string): Json | undefined {
  const reader = new JsonReader(text);
  try {
    const value = reader.value(0);
    return reader.isAtEnd ? value : undefined;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class NotJson extends Error {}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skip();
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw new NotJson();
    switch (this.#text.charAt(this.#at)) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#list(depth + 1);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return new NumberText(this.#token(NUMBER));
    }
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, Json>();
    this.#sequence('}', () => {
      const name = this.#string();
      this.#expect(':');
      members.set(name, this.value(depth));
    });
    return members;
  }

  #list(depth: number): Json[] {
    const values: Json[] = [];
    this.#sequence(']', () => {
      values.push(this.value(depth));
    });
    return values;
  }

  /** What stands between the bracket here and its end, parted by commas. */
  #sequence(end: string, one: () => void): void {
    this.#at += 1;
    this.#skip();
    if (this.#text[this.#at] !== end) {
      one();
      while (this.#text[this.#at] === ',') {
        this.#expect(',');
        one();
      }
    }
    this.#expect(end);
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') throw new NotJson();
    // Looked for, not matched: a pattern overflows the stack when somebody sends millions of characters.
    let end = start;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end < 0) throw new NotJson();
    } while (this.#isEscaped(end));
    this.#at = end + 1;
    this.#skip();
    const inside = this.#text.slice(start + 1, end);
    // No number is inside, so nothing of it can be lost.
    return SPECIAL.test(inside) ? unescaped(`"${inside}"`) : inside;
  }

  #isEscaped(quote: number): boolean {
    let at = quote;
    while (this.#text[at - 1] === '\\') at -= 1;
    return (quote - at) % 2 === 1;
  }

  #word<T extends boolean | null>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw new NotJson();
    this.#at += word.length;
    this.#skip();
    return value;
  }

  #token(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    if (token === undefined || token === '') throw new NotJson();
    this.#at += token.length;
    this.#skip();
    return token;
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw new NotJson();
    this.#at += 1;
    this.#skip();
  }

  #skip(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code > 32) return;
    BLANK.lastIndex = this.#at;
    this.#at += BLANK.exec(this.#text)?.[0].length ?? 0;
  }
}

function unescaped(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    throw new NotJson();
  }
}
