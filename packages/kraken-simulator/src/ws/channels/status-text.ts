import type { Random } from '@fathom/contracts';
import type { MarketStatus } from '../../market/market.js';
import { Digits } from '../digits.js';
import { writeJson } from '../json.js';

/** The `status` frame: the first on every connection, and again when the status changes. */
export function statusText(system: MarketStatus, connection: Digits): string {
  const row = { version: '2.0.10', system, api_version: 'v2', connection_id: connection };
  return writeJson({ channel: 'status', type: 'update', data: [row] });
}

/** 64 bits, as Kraken's: more than a double holds, so a client that reads it as one learns that here. */
export function connectionId(random: Random): Digits {
  const high = BigInt(2 ** 31 + Math.floor(random.next() * 2 ** 31));
  return new Digits(String(high * 2n ** 32n + BigInt(Math.floor(random.next() * 2 ** 32))));
}
