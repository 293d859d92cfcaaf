import { UsageError } from '@fathom/contracts';

/** @throws {UsageError} naming the flag, the value and what it may be. */
export function oneOf<const Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new UsageError(`${flag} ${text} is not one of ${words.join(', ')}`);
  return found;
}
