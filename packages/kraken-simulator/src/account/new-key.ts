import type { Random } from '@fathom/contracts';
import type { ApiKey } from './key-ring.js';

/** A key pair in Kraken's form, made of `random`: worth nothing but here. */
export function newKey(account: string, random: Random): ApiKey {
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => Math.floor(random.next() * 256)));
  return { key: bytes(42).toString('base64'), secret: bytes(64).toString('base64'), account };
}
