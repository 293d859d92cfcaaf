import { DataError } from '@fathom/contracts';
import type { Part } from '../catalogue/part.js';

/** @throws {DataError} when a part, read to its end, has more or fewer messages than the catalogue says. */
export function checkCount(path: string, { name, messages }: Part, read: number): void {
  if (read === messages) return;
  throw new DataError(`${path} has ${read} messages of ${name}, ${messages} were written`);
}
