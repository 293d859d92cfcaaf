import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataError, type Secret } from '@fathom/contracts';
import type { TokenHashes } from '../server/access.js';
import { newToken, type Role } from '../server/tokens.js';

export interface Tokens {
  readonly hashes: TokenHashes;
  /** Made just now: to be shown once, and never again. */
  readonly fresh: readonly { readonly role: Role; readonly token: Secret }[];
}

const HASH = /^[0-9a-f]{64}$/;

/**
 * The tokens of a dashboard: their hashes are kept in a file only this user reads; what is missing of `wanted` is made.
 * Who has lost one deletes the file.
 * @throws {DataError} for a file that is none, or cannot be written.
 */
export function dashboardTokens(path: string, wanted: readonly Role[]): Tokens {
  const kept = read(path);
  const hashes: Partial<Record<Role, string>> = {};
  const fresh: { role: Role; token: Secret }[] = [];
  for (const role of wanted) {
    const known = kept[role];
    if (known !== undefined) {
      hashes[role] = known;
      continue;
    }
    const { token, hash } = newToken();
    hashes[role] = hash;
    fresh.push({ role, token });
  }
  if (fresh.length > 0) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ ...kept, ...hashes }, null, 2)}\n`, { mode: 0o600 });
  }
  return { hashes, fresh };
}

function read(path: string): Partial<Record<Role, string>> {
  if (!existsSync(path)) return {};
  const hashes: Partial<Record<Role, string>> = {};
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new DataError(`${path} holds no tokens of a dashboard: delete it for new ones`, { cause: error });
  }
  for (const role of ['read', 'control'] as const) {
    const hash =
      typeof found === 'object' && found !== null && role in found
        ? Object.entries(found).find(([name]) => name === role)?.[1]
        : undefined;
    if (hash === undefined) continue;
    if (typeof hash !== 'string' || !HASH.test(hash))
      throw new DataError(`${path} holds no tokens of a dashboard: delete it for new ones`);
    hashes[role] = hash;
  }
  return hashes;
}
