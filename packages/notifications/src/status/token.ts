import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@fathom/contracts';

/** Whether an `Authorization` header is `Bearer` and the token. How long it takes says nothing of the token. */
export function carriesToken(header: string | undefined, token: Secret): boolean {
  // Digests have one length, so the comparison takes one time whatever was sent.
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token.reveal()}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
