import * as z from 'zod';

/** An exact amount as plain digits, `-16.2424`; money is in quote units. */
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

/** An instant, ISO 8601 in UTC: `2018-04-13T14:54:50.000Z`. */
export const instant = z.iso.datetime();

export const count = z.int().min(0);

export const milliseconds = z.number().min(0);

/** 2.5 is 2.5 %. */
export const percent = z.number();

/** A figure that some runs do not have (no trades, no losses, no variance): null then, never a made-up number. */
export const maybe = <T extends z.ZodType>(figure: T) => figure.nullable();
