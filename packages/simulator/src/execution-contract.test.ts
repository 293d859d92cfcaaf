import { Decimal } from '@fathom/contracts';
import { candle, type ExecutionHarness, executionClientContract, RecordingOrderListener, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { bitcoin, d } from '../testing/exchange.js';
import { feesByVolume, Simulator, VenueExecution } from './index.js';

const fees = { takerPercent: d('0.4'), makerPercent: d('0.25') };

const overCandles = executionClientContract((deliver): ExecutionHarness => {
  const client = new Simulator({ instrument: bitcoin, balance: d('1000'), fees });
  const listener = new RecordingOrderListener();
  listener.onEvent = deliver;
  client.listener = listener;
  let openTime = START;
  return {
    client,
    now: () => openTime,
    settle: () => client.settle(),
    moveTo: (price) => {
      client.process(candle({ openTime, close: price }), openTime + 60_000);
      client.settle();
      openTime += 60_000;
    },
  };
});

const overBooks = (latencyMs: number) =>
  executionClientContract((deliver): ExecutionHarness => {
    const client = new VenueExecution({
      instrument: bitcoin,
      balances: new Map([['USD', d('1000')]]),
      time: START,
      feeRates: feesByVolume([{ fromVolume: Decimal.ZERO, ...fees }]),
      latencyMs,
      deliver: (event) => {
        if ('clientOrderId' in event) deliver(event);
      },
    });
    const settle = () => client.advanceTo(client.venue.time + latencyMs + 1);
    return {
      client,
      now: () => client.venue.time,
      settle,
      moveTo: (price) => {
        const level = (offset: number) => [{ price: Decimal.fromNumber(price + offset, 1), quantity: d('100') }];
        client.bookChanged({ bids: level(-0.1), asks: level(0.1) });
        client.traded({ time: client.venue.time, price, quantity: d('1') });
        settle();
      },
    };
  });

describe('the simulator over candles', () => {
  it.each(overCandles)('$name', ({ run }) => expect(run()).resolves.toBeUndefined());
});

describe.each([0, 100])('a venue %d ms away', (latencyMs) => {
  it.each(overBooks(latencyMs))('$name', ({ run }) => expect(run()).resolves.toBeUndefined());
});
