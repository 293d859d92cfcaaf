import { columnsOf, randomWalk, candlesOf } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import type { Io } from '../io.js';
import type { CandleSource } from './candle-source.js';
import { planBacktest } from './options.js';
import { runBacktest } from './run.js';

const MIB = 2 ** 20;

/** A few candles of a file that says how large it is. */
function sourceOf(bytes: number): CandleSource {
  return {
    fileInterval: 60,
    interval: 60,
    path: 'made-up',
    leftAside: undefined,
    describe: () => Promise.reject(new Error('not here')),
    async *read({ onProgress }) {
      onProgress?.(1, bytes);
      yield columnsOf(candlesOf(randomWalk({ length: 50, interval: 60, seed: 1 })));
    },
  };
}

describe('runBacktest', () => {
  it.each([
    [0, false],
    [7 * MIB, false],
    [8 * MIB, true],
  ])('of %i bytes tells that there is much to do: %s', async (bytes, isMuch) => {
    let wasTold = false;
    const io: Io = {
      out: { write: () => true },
      err: { write: () => true },
      cwd: '/',
      env: {},
      now: () => 0,
      stopwatch: () => 0,
      random: () => 0,
      expectMuch: () => {
        wasTold = true;
      },
    };
    const flags = { exchange: 'kraken', currency: 'XXBTZUSD', strategy: 'macd-cross', dataFolder: 'data' };
    const plan = await planBacktest({ ...flags, balance: '1000', volume: '0.01', slippage: '0' }, '/');
    const nothing = { onTrade: undefined, onCandle: undefined, onStart: () => Promise.resolve() };
    const run = await runBacktest({ plan, source: sourceOf(bytes), variants: [], botId: '1', ...nothing }, io);
    expect(run.main.candles).toBe(50);
    expect(wasTold).toBe(isMuch);
  });
});
