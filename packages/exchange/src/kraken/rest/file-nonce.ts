import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@fathom/contracts';
import { withFileLock } from './file-lock.js';
import { followingNonce, type NonceSource } from './nonce.js';
import type { Secret } from './secret.js';

export interface FileNonceOptions {
  readonly key: Secret;
  /** Where the highest nonce of every key is kept; made when missing. All processes with the key must share it. */
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * Nonces that keep rising over restarts, clocks set back, and several processes with one key on this machine. One file
 * per key holds the highest so far; it is named by a digest of the key. About 0.1 ms each.
 */
export class FileNonce implements NonceSource {
  readonly #path: string;
  readonly #clock: Clock;
  #last = 0n;

  constructor({ key, folder, clock }: FileNonceOptions) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const digest = process
      .getBuiltinModule('node:crypto')
      .createHash('sha256')
      .update(key.reveal())
      .digest('hex')
      .slice(0, 16);
    this.#path = join(folder, `nonce-${digest}`);
    this.#clock = clock;
  }

  next(): bigint {
    return withFileLock(`${this.#path}.lock`, () => {
      const kept = this.#kept();
      // What was given out counts even if somebody has removed the file.
      const highest = kept > this.#last ? kept : this.#last;
      this.#last = followingNonce(highest, this.#clock.now());
      // Renamed into place: a crash leaves the old number or the new one, never half of it.
      writeFileSync(`${this.#path}.new`, `${this.#last}\n`, { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
      return this.#last;
    });
  }

  #kept(): bigint {
    try {
      const text = readFileSync(this.#path, 'utf8').trim();
      return /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
    } catch {
      return 0n;
    }
  }
}
