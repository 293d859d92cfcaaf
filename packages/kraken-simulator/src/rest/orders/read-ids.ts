import type { Arguments } from '../arguments.js';
import { invalid } from '../refusal.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHORT_UUID = /^[0-9a-f]{32}$/i;
const FREE_TEXT = /^[\x21-\x7e]{1,18}$/;
const INT32 = 2 ** 31;

/** `cl_ord_id`: a UUID with or without dashes, or up to 18 characters of ASCII (docs.kraken.com, "Add Order"). */
export function readClientOrderId(args: Arguments): string | undefined {
  const id = args.text('cl_ord_id');
  if (id === undefined) return undefined;
  if (![UUID, SHORT_UUID, FREE_TEXT].some((form) => form.test(id))) throw invalid('cl_ord_id');
  return id;
}

/** `userref`, 32 bits, signed. */
export function readUserReference(args: Arguments, name = 'userref'): number | undefined {
  const reference = args.integer(name);
  if (reference !== undefined && (reference < -INT32 || reference >= INT32)) throw invalid(name);
  return reference;
}
