import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedCall {
  /** Without host or query: `/0/private/AddOrder`. */
  readonly path: string;
  /** As it stands in the body. */
  readonly nonce: string;
  /** Exactly as sent. */
  readonly body: string;
  /** The private key, base64. */
  readonly secret: string;
}

/**
 * The `API-Sign` of a call: HMAC-SHA512 of path and SHA256(nonce + body), with the decoded private key, in base64
 * (docs.kraken.com, REST, "Authentication").
 */
export function apiSign({ path, nonce, body, secret }: SignedCall): string {
  const digest = createHash('sha256')
    .update(nonce + body)
    .digest();
  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(digest).digest('base64');
}

/** Whether `signature` is that of the call, compared in constant time. */
export function isSignedBy(signature: string, call: SignedCall): boolean {
  const given = Buffer.from(signature);
  const right = Buffer.from(apiSign(call));
  return given.length === right.length && timingSafeEqual(given, right);
}
