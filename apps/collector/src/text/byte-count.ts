import { UsageError } from '@fathom/contracts';

const UNITS: readonly string[] = ['', 'K', 'M', 'G', 'T'];

/** `500MB`, `50GB`, `1T`: powers of 1000. @throws {UsageError} for anything else, naming the `option`. */
export function byteCount(text: string, option: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s?([kKMGT]?)B?$/.exec(text) ?? [];
  const size = Number(digits) * 1000 ** UNITS.indexOf(unit.toUpperCase());
  if (digits === '' || !(size > 0)) throw new UsageError(`${option} ${text} is not a size like 500MB, 50GB or 1TB`);
  return size;
}
