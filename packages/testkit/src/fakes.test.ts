import { Decimal, type MarketOrder, type OrderCanceled } from '@fathom/contracts';
import { expect, it } from 'vitest';
import { ManualClock } from './manual-clock.js';
import { RecordingExecutionClient } from './recording-execution-client.js';
import { RecordingLedgerStore } from './recording-ledger-store.js';

it('ManualClock moves only when told', () => {
  const clock = new ManualClock(5);
  expect([clock.now(), clock.now()]).toEqual([5, 5]);
  clock.advanceTo(7);
  expect(clock.now()).toBe(7);
});

it('RecordingExecutionClient keeps orders and cancellations in order', () => {
  const client = new RecordingExecutionClient();
  const order: MarketOrder = { type: 'market', clientOrderId: 'a', side: 'buy', quantity: Decimal.ONE, time: 0 };
  client.submit(order);
  client.submit({ ...order, clientOrderId: 'b' });
  client.cancel({ ...order, clientOrderId: 'b' });
  expect(client.submitted.map((one) => one.clientOrderId)).toEqual(['a', 'b']);
  expect(client.canceled).toEqual(['b']);
});

it('RecordingLedgerStore keeps events in order', () => {
  const store = new RecordingLedgerStore();
  const events = ['a', 'b'].map(
    (clientOrderId): OrderCanceled => ({ type: 'order-canceled', time: 0, clientOrderId, reason: '' }),
  );
  for (const event of events) store.append(event);
  expect(store.events).toEqual(events);
});
