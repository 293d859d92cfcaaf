import { UsageError } from '@fathom/contracts';
import { BROKEN_BODIES, type Effect, type FaultMatch, type FaultRule, type RestFault } from './rest-fault.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Rules out of JSON: one, or a list.
 * @throws {UsageError} naming what is wrong
 */
export function readFaultRules(json: unknown): FaultRule[] {
  const rules = Array.isArray(json) ? json : [json];
  return rules.map((rule: unknown) => {
    const fields = record(rule, 'a fault rule');
    const match = fields['match'] === undefined ? undefined : readMatch(record(fields['match'], 'match'));
    const fault = readFault(record(fields['fault'], 'fault'));
    return match === undefined ? { fault } : { match, fault };
  });
}

export function readMatch(fields: Fields): FaultMatch {
  const method = text(fields, 'method');
  const [skip, times, chance] = [number(fields, 'skip'), number(fields, 'times'), number(fields, 'chance')];
  return {
    ...(method === undefined ? {} : { method }),
    ...(skip === undefined ? {} : { skip }),
    ...(times === undefined ? {} : { times }),
    ...(chance === undefined ? {} : { chance }),
  };
}

function readFault(fields: Fields): RestFault {
  const when: Effect = word(fields, 'when', ['before', 'after']) ?? 'before';
  const bytes = number(fields, 'bytes');
  switch (fields['kind']) {
    case 'lost':
      return { kind: 'lost', when, hangs: fields['hangs'] === true };
    case 'delay':
      return { kind: 'delay', when, ms: number(fields, 'ms') ?? missing('ms') };
    case 'duplicate':
    case 'redirect':
      return { kind: fields['kind'] };
    case 'cut':
    case 'flood':
      return { kind: fields['kind'], ...(bytes === undefined ? {} : { bytes }) };
    case 'status': {
      const status = number(fields, 'status') ?? missing('status');
      if (status < 200 || status > 599 || !Number.isInteger(status)) throw new UsageError(`status ${status} is none`);
      return { kind: 'status', when, status };
    }
    case 'body':
      return { kind: 'body', when, body: word(fields, 'body', BROKEN_BODIES) ?? missing('body') };
    case 'error':
      return { kind: 'error', when, error: text(fields, 'error') ?? missing('error') };
    case 'warning':
      return { kind: 'warning', warning: text(fields, 'warning') ?? missing('warning') };
    default:
      throw new UsageError(`unknown kind of fault ${JSON.stringify(fields['kind'])}`);
  }
}

export function record(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${what} is not an object: ${JSON.stringify(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}

export function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new UsageError(`${name} ${JSON.stringify(value)} is not a text`);
}

function number(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`${name} ${JSON.stringify(value)} is not a number of 0 or more`);
}

export function word<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word | undefined {
  const value = text(fields, name);
  if (value === undefined) return undefined;
  const known = words.find((candidate) => candidate === value);
  if (known === undefined) throw new UsageError(`${name} ${value} is not one of ${words.join(', ')}`);
  return known;
}

function missing(name: string): never {
  throw new UsageError(`a fault needs ${name}`);
}
