import type * as z from 'zod';

/** What zod says by itself; where a schema has words of its own, those are kept. */
const ITS_OWN = /^(Invalid|Too small|Too big|Unrecognized)/;
const KINDS: Readonly<Record<string, string>> = {
  object: 'an object with settings',
  record: 'an object with settings',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
const LONGEST = 60;

/** `strategy: "macd" is not an object with settings`, `pair is missing`: one thing that is wrong with a file, and its value. */
export function issueText(issue: z.core.$ZodIssue, file: unknown): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return `${[...issue.path, issue.keys[0]].map(String).join('.')} is not known`;
  const value = issue.path.reduce<unknown>((part, key) => valueOf(part, key), file);
  if (value === undefined) return `${path} is missing`;
  const what = ITS_OWN.test(issue.message) ? `${shown(value)} ${complaint(issue)}` : issue.message;
  return path === '' ? what : `${path}: ${what}`;
}

function complaint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `is not ${KINDS[issue.expected] ?? `a value of type ${issue.expected}`}`;
  if (issue.code === 'invalid_value')
    return `is not ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') {
    if (issue.origin === 'string' || issue.origin === 'array') return 'is too short';
    return `is not ${issue.inclusive === true ? 'at least' : 'above'} ${issue.minimum}`;
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string' || issue.origin === 'array') return 'is too long';
    return `is not ${issue.inclusive === true ? 'at most' : 'below'} ${issue.maximum}`;
  }
  return 'is not a value for it';
}

function valueOf(part: unknown, key: PropertyKey): unknown {
  return typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
