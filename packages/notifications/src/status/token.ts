import type { Secret } from '@fathom/contracts';

/** Whether an `Authorization` header is `Bearer` and the token. How long it takes says nothing of the token. */
export function carriesToken(header: string | undefined, token: Secret): boolean {
  // Digests have one length, so the comparison takes one time whatever was sent.
  return crypto().timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token.reveal()}`));
}

/** Loaded when it is needed: a short backtest, which has no use for it, would start noticeably later. */
function crypto() {
  return process.getBuiltinModule('node:crypto');
}

function digest(text: string): Buffer {
  return crypto().createHash('sha256').update(text).digest();
}
