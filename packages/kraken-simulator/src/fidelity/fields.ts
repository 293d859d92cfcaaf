import { z } from 'zod';

/** Digits with a point: `0.10000000`. */
export const amount = z.string().regex(/^-?\d+\.\d+$/);
/** Digits, with a point or without: minimums, `0` for no price. */
export const figure = z.string().regex(/^-?\d+(\.\d+)?$/);
/** A price of a description: absolute, or a trailing one's distance. */
export const anyPrice = z.string().regex(/^[+-]?\d+(\.\d+)?%?$/);
/** Seconds since 1970, with a fraction. */
export const seconds = z.number().nonnegative();
export const wholeSeconds = z.int().nonnegative();
export const side = z.enum(['buy', 'sell']);
/** `OQCLML-BW3P3-BUCMWZ`; some recordings were made unrecognisable with other first letters, one with a group of four. */
export const id = z.string().regex(/^[A-Z0-9]{6}-[A-Z0-9]{4,5}-[A-Z0-9]{6}$/);
/** A ledger entry's reference may also be that of a transfer. */
export const reference = z.string().regex(/^[A-Za-z0-9]{6,8}-[A-Za-z0-9]{5,22}(-[A-Za-z0-9]{6})?$/);
/** RFC 3339 in whole seconds. */
export const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** Not in every answer; the key says which, `why` says since when or for what. */
export function sometimes<Schema extends z.ZodType>(schema: Schema, _why: string): z.ZodOptional<Schema> {
  return schema.optional();
}
