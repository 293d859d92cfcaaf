import { readFileSync } from 'node:fs';
import { DataError, UsageError } from '@fathom/contracts';
import { type FaultRule, randomFaults, readFaultRules } from '@fathom/kraken-simulator';

/**
 * `random:0.05` for trouble with a twentieth of all calls, else a JSON file with a rule or a list of them.
 * @throws {UsageError} for a rule that is none
 * @throws {DataError} for a file that cannot be read
 */
export function readFaults(word: string): FaultRule[] {
  if (word.startsWith('random:')) {
    const share = Number(word.slice('random:'.length));
    if (!(share > 0 && share <= 1)) throw new UsageError(`faults ${word} is not random: and a share above 0 to 1`);
    return randomFaults(share);
  }
  return readFaultRules(json(text(word), word));
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DataError(`${path} cannot be read`, { cause: error });
  }
}

function json(content: string, path: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new DataError(`${path} is not JSON`, { cause: error });
  }
}
