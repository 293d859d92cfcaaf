import { DataError } from '@fathom/contracts';
import { GAP_CAUSES, type GapCause } from './gap.js';
import type { Note } from './record-format.js';

type ParsedNote = Exclude<Note, { type: 'gap' }> | (Extract<Note, { type: 'gap' }> & { readonly cause: GapCause });

/** @throws {DataError} for a text that is no note. */
export function parseNote(text: string): ParsedNote {
  const fields = objectOf(text);
  const type = fields['type'];
  switch (type) {
    case 'pair':
      return {
        type,
        pair: count(fields, 'pair'),
        name: string(fields, 'name'),
        id: string(fields, 'id'),
        depth: Math.max(1, count(fields, 'depth')),
        priceDecimals: decimals(fields, 'priceDecimals'),
        quantityDecimals: decimals(fields, 'quantityDecimals'),
        sequence: count(fields, 'sequence'),
      };
    case 'gap':
      return {
        type,
        pair: count(fields, 'pair'),
        channel: string(fields, 'channel') === 'book' ? 'book' : 'market-trades',
        cause: cause(string(fields, 'cause')),
        fromUs: count(fields, 'fromUs'),
        toUs: count(fields, 'toUs'),
        detail: string(fields, 'detail'),
      };
    case 'frame':
      return { type, us: count(fields, 'us'), reason: string(fields, 'reason'), text: string(fields, 'text') };
    case 'started':
    case 'stopped':
      return { type, us: count(fields, 'us'), session: string(fields, 'session'), detail: string(fields, 'detail') };
    default:
      throw new DataError(`a stored note is of the unknown type ${JSON.stringify(type)}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError(`a stored note is no JSON: ${JSON.stringify(text.slice(0, 60))}`);
  }
  if (typeof value !== 'object' || value === null) throw new DataError('a stored note is no object');
  return { ...value };
}

function string(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new DataError(`the ${name} of a stored note is ${JSON.stringify(value)}`);
  return value;
}

function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new DataError(`the ${name} of a stored note is ${JSON.stringify(value)}`);
  }
  return value;
}

function decimals(fields: Fields, name: string): number {
  const value = count(fields, name);
  if (value > 22) throw new DataError(`the ${name} of a stored note is ${value}`);
  return value;
}

function cause(text: string): GapCause {
  const known = GAP_CAUSES.find((name) => name === text);
  if (known === undefined) throw new DataError(`the cause of a stored gap is ${JSON.stringify(text)}`);
  return known;
}
