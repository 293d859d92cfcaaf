import { readFileSync } from 'node:fs';
import { UsageError } from '@fathom/contracts';
import { attempt } from '@fathom/files';
import { messageOf } from '../backtest/guarded-strategy.js';

export interface JsonFileWords {
  /** The file as it is called in a message: `risk file risk.json`. */
  readonly called: string;
  /** What the object in it has: `limits`. */
  readonly content: string;
}

/**
 * The JSON object of a file that somebody wrote, a mark of its encoding in front or not.
 * @throws {DataError} for a file that cannot be read.
 * @throws {UsageError} for one that holds anything else.
 */
export function jsonFile(path: string, { called, content }: JsonFileWords): Record<string, unknown> {
  const text = attempt(`reading ${called}`, () => readFileSync(path, 'utf8'));
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${called} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError(`${called} must hold one JSON object with ${content}`);
}
