import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { issueText } from './issue-text.js';

const schema = z.object({
  pair: z.string().min(1),
  strategy: z.object({ name: z.string() }),
  mode: z.enum(['paper', 'live']).optional(),
  fraction: z.number().gt(0).lte(1).optional(),
  kinds: z.array(z.string()).optional(),
  own: z.number({ error: () => 'no number of ours' }).optional(),
});
const right = { pair: 'XXBTZUSD', strategy: { name: 'macd' } };

describe('what is wrong with a file', () => {
  it.each([
    [{ hello: 1 }, 'hello is not known'],
    [{ deep: { pair: 1, wrong: 2 } }, 'deep.wrong is not known'],
  ])('is told by the name of a key nobody knows: %j', (file, text) => {
    const deep = z.strictObject({ pair: z.number() });
    const [issue] = z.strictObject({ deep: deep.optional() }).safeParse(file).error?.issues ?? [];
    expect(issue && issueText(issue, file)).toBe(text);
  });

  it.each([
    [{ ...right, strategy: 'macd' }, 'strategy: "macd" is not an object with settings'],
    [{ ...right, strategy: { name: 7 } }, 'strategy.name: 7 is not a text'],
    [{ strategy: { name: 'macd' } }, 'pair is missing'],
    [{ ...right, pair: '' }, 'pair: "" is too short'],
    [{ ...right, mode: 'real' }, 'mode: "real" is not one of paper, live'],
    [{ ...right, fraction: 0 }, 'fraction: 0 is not above 0'],
    [{ ...right, fraction: 2 }, 'fraction: 2 is not at most 1'],
    [{ ...right, kinds: { a: 1 } }, 'kinds: {"a":1} is not a list'],
    [{ ...right, own: 'x' }, 'own: no number of ours'],
    [['a list'], '["a list"] is not an object with settings'],
  ])('is told with its value: %j', (file, text) => {
    const [issue] = schema.safeParse(file).error?.issues ?? [];
    expect(issue && issueText(issue, file)).toBe(text);
  });
});
