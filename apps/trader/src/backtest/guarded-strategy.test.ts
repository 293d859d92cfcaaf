import { UsageError } from '@fathom/contracts';
import { buyAndHold } from '@fathom/strategies';
import { candle } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { guarded } from './guarded-strategy.js';

const boom = new Error('boom');
const failing = {
  ...buyAndHold,
  create: (config: Parameters<typeof buyAndHold.create>[0]) => ({
    ...buyAndHold.create(config),
    onCandle: () => {
      throw boom;
    },
  }),
};
const fail = (isOwn: boolean) => {
  const strategy = guarded(failing, isOwn).create(buyAndHold.schema.parse({}));
  try {
    strategy.onCandle(candle({ openTime: 0 }), { open: [], pendingEntries: 0 });
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('guarded', () => {
  it.each([true, false])('blames the user for the user’s own strategy, and us for a built-in one: own %s', (isOwn) => {
    const error = fail(isOwn);
    expect(error).toMatchObject({
      message: 'strategy buy-and-hold failed on the candle of 1970-01-01 00:00: boom',
      cause: boom,
    });
    expect(error instanceof UsageError).toBe(isOwn);
  });

  it('changes nothing else', () => {
    const config = buyAndHold.schema.parse({});
    const [mine, plain] = [guarded(buyAndHold, true).create(config), buyAndHold.create(config)];
    const trades = { open: [], pendingEntries: 0 };
    expect(mine).toMatchObject({ name: plain.name, label: plain.label, warmup: plain.warmup, config: plain.config });
    expect(mine.onCandle(candle(), trades)).toEqual(plain.onCandle(candle(), trades));
  });
});
