import { DataError } from '@fathom/contracts';
import type { SealedSegment } from './archive/seal-segment.js';

/** Some segments could not be sealed. They stay where they are, and keep no other from being sealed. */
export class UnsealedError extends DataError {
  /** What was sealed all the same. */
  readonly sealed: readonly SealedSegment[];

  /** @param left why, by path; at least one. */
  constructor(left: ReadonlyMap<string, DataError>, sealed: readonly SealedSegment[]) {
    const [[path, cause] = ['', undefined]] = left;
    const text = cause?.message ?? '';
    const more = left.size > 1 ? `; nor ${left.size - 1} more` : '';
    super(`${text.includes(path) ? text : `${path}: ${text}`}${more}`, { cause });
    this.sealed = sealed;
  }
}
