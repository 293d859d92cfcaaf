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
describe('guarded', () => {
  it('names the strategy and the candle, and keeps the cause', () => {
    const strategy = guarded(failing).create(buyAndHold.schema.parse({}));
    const call = () => strategy.onCandle(candle({ openTime: 0 }), { open: [], pendingEntries: 0, pending: [] });
    const message = 'strategy buy-and-hold failed on the candle of 1970-01-01 00:00: boom';
    expect(call).toThrow(new UsageError(message, { cause: boom }));
  });

  it.each([
    [{ action: 'exit', tradeId: '7', reason: 'r' }, 'exit of trade 7, which is not open'],
    [{ action: 'withdraw', tradeId: '7', reason: 'r' }, 'withdraw of trade 7, whose entry does not wait'],
    [
      { action: 'amend', tradeId: '7', reason: 'r', limitPrice: 9 },
      'amend of the limitPrice of trade 7, whose entry does not wait',
    ],
    [
      { action: 'amend', tradeId: '7', reason: 'r', stopPrice: 9 },
      'amend of the stopPrice of trade 7, which is not open',
    ],
  ] as const)('says on which candle %j was about nothing', (signal, problem) => {
    const careless = {
      ...buyAndHold,
      create: (config: Parameters<typeof buyAndHold.create>[0]) => ({
        ...buyAndHold.create(config),
        onCandle: () => [signal],
      }),
    };
    const strategy = guarded(careless).create(buyAndHold.schema.parse({}));
    const call = () => strategy.onCandle(candle({ openTime: 0 }), { open: [], pendingEntries: 0, pending: [] });
    expect(call).toThrow(`strategy buy-and-hold failed on the candle of 1970-01-01 00:00: ${problem}`);
  });

  it('changes nothing else', () => {
    const config = buyAndHold.schema.parse({});
    const [mine, plain] = [guarded(buyAndHold).create(config), buyAndHold.create(config)];
    const trades = { open: [], pendingEntries: 0, pending: [] };
    expect(mine).toMatchObject({ name: plain.name, label: plain.label, warmup: plain.warmup, config: plain.config });
    expect(mine.onCandle(candle(), trades)).toEqual(plain.onCandle(candle(), trades));
  });
});
