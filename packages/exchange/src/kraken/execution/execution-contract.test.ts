import { Decimal } from '@fathom/contracts';
import { executionClientContract, ManualTime, SeededRandom } from '@fathom/testkit';
import type { SourceStep } from '@fathom/kraken-simulator';
import { describe, expect, it } from 'vitest';
import { localKraken, START } from '../../../testing/rest/local-kraken.js';
import { type ExecutionEvent, KrakenExecution } from './kraken-execution.js';

/** Every second a book and a print around what the price is by then. */
function* secondly(price: () => number): Generator<SourceStep> {
  for (let second = 0; ; second += 1) {
    const time = START - 1000 + second * 1000;
    const level = (offset: number) => [{ price: (price() + offset).toFixed(1), quantity: '100.00000000' }];
    yield { type: 'book-snapshot', time, bids: level(-0.1), asks: level(0.1) };
    const trade = {
      time,
      price: price(),
      quantity: Decimal.ONE,
      id: second + 1,
      side: 'buy',
      orderType: 'market',
    } as const;
    yield { type: 'market-traded', time, trades: [trade] };
  }
}

const overLocalKraken = executionClientContract(async (deliver) => {
  const time = new ManualTime(START);
  let price = 100;
  const local = localKraken({
    time,
    random: new SeededRandom(1),
    balances: { USD: '1000' },
    steps: secondly(() => price),
  });
  const rest = local.client();
  const [pair] = await Promise.all([rest.pairs.find('BTC/USD'), time.advance(2000)]);
  const tell = (event: ExecutionEvent) => {
    if (event.type === 'trading-halted') throw new Error(event.reason);
    deliver(event);
  };
  const client = new KrakenExecution({ rest, pair, time, onEvent: tell, pollMs: 1000 });
  // Two seconds: what was on its way is there, and was asked after.
  const settle = () => time.advance(2000);
  return {
    client,
    now: () => time.now(),
    settle,
    moveTo: async (to) => {
      price = to;
      await time.advance(3000);
    },
  };
});

describe('KrakenExecution over the local Kraken', () => {
  it.each(overLocalKraken)('$name', ({ run }) => expect(run()).resolves.toBeUndefined());
});
