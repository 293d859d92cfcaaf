import { describe, expect, it } from 'vitest';
import { checkSignal } from './check-signal.js';

const enter = { action: 'enter', side: 'long', reason: 'up', price: 100 };
const exit = { action: 'exit', tradeId: '1', reason: 'down' };

describe('checkSignal', () => {
  it.each([
    enter,
    { ...enter, side: 'short', limitPrice: 99, restMs: 60_000, postOnly: true },
    { ...enter, stopPrice: 97, stopLimitPrice: 96, takeProfitPrice: 110, trailingOffset: 2.5 },
    { ...enter, stopPrice: undefined, stopLoss: undefined },
    { ...enter, postOnly: false },
    exit,
    { ...exit, action: 'amend', limitPrice: 98, stopPrice: 97, takeProfitPrice: 120 },
    { ...exit, action: 'withdraw' },
  ])('lets $action pass', (signal) => {
    expect(() => checkSignal(signal)).not.toThrow();
  });

  it.each([
    [null, 'signal null is no object'],
    ['enter', 'signal "enter" is no object'],
    [{}, 'signal action undefined is none of enter, exit, amend, withdraw'],
    [{ ...enter, limitPrice: '99' }, 'signal limitPrice "99" is not above 0'],
    [{ ...enter, limitPrice: 99, restMs: 0 }, 'signal restMs 0 is not above 0'],
    [{ ...enter, limitPrice: 99, postOnly: 1 }, 'signal postOnly 1 is neither true nor false'],
    [{ ...enter, trailingOffset: Number.NaN }, 'signal trailingOffset NaN is not above 0'],
    [{ ...enter, stopLimitPrice: Number.POSITIVE_INFINITY }, 'signal stopLimitPrice Infinity is not above 0'],
    [{ ...exit, action: 'amend' }, 'signal amend names no price to move: limitPrice, stopPrice, takeProfitPrice'],
    [{ ...exit, action: 'amend', stopPrice: 0 }, 'signal stopPrice 0 is not above 0'],
    [{ ...exit, action: 'withdraw', tradeId: 7 }, 'signal tradeId 7 is no text'],
    [{ ...enter, restMs: 60_000 }, 'signal restMs 60000 needs a limitPrice'],
    [{ ...enter, postOnly: true }, 'signal postOnly true needs a limitPrice'],
    [{ ...enter, stopLimitPrice: 96 }, 'signal stopLimitPrice 96 needs a stopPrice'],
    [{ ...enter, stopPrise: 97 }, 'signal enter has no stopPrise: did you mean stopPrice?'],
    [{ ...exit, price: 97 }, 'signal exit has no price: it has tradeId, reason'],
  ])('%j is refused: %s', (signal, message) => {
    expect(() => checkSignal(signal)).toThrow(message);
  });
});
