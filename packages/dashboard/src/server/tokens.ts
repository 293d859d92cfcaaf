import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '@fathom/contracts';

/** What somebody may do: look, or look and act. */
export type Role = 'read' | 'control';

/** SHA-256 of a token, in hexadecimal: all that is kept of it. A token is 256 random bits, so nothing slower is needed. */
export type TokenHash = string;

/** A new token, to be shown once, and what is kept of it. */
export function newToken(): { readonly token: Secret; readonly hash: TokenHash } {
  const token = randomBytes(32).toString('base64url');
  return { token: new Secret(token), hash: hashOf(token) };
}

/** Which role a token opens; undefined for none. Takes as long for a nearly right token as for a wrong one. */
export function roleOf(token: string, hashes: Readonly<Partial<Record<Role, TokenHash>>>): Role | undefined {
  const given = Buffer.from(hashOf(token), 'hex');
  const isOf = (role: Role) => {
    const kept = Buffer.from(hashes[role] ?? '', 'hex');
    return kept.length === given.length && timingSafeEqual(kept, given);
  };
  // Both are compared whatever the first gives.
  const [isControl, isRead] = [isOf('control'), isOf('read')];
  if (isControl) return 'control';
  return isRead ? 'read' : undefined;
}

function hashOf(token: string): TokenHash {
  return createHash('sha256').update(token).digest('hex');
}
