import { ManualTime, recordedFrames, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { ScriptedKraken } from '../../../testing/scripted-kraken.js';
import { ConnectionBudget } from './connection-budget.js';
import { type InstrumentEvent, KrakenInstrumentFeed } from './kraken-instrument-feed.js';

const recorded = recordedFrames().find((frame) => frame.startsWith('{"channel":"instrument","type":"snapshot"')) ?? '';

function instruments() {
  const time = new ManualTime();
  const kraken = new ScriptedKraken(time);
  kraken.snapshotOf = () => [recorded];
  const events: InstrumentEvent[] = [];
  const feed = new KrakenInstrumentFeed({
    deliver: (event) => events.push(event),
    clock: time,
    scheduler: time,
    random: new SeededRandom(1),
    transport: kraken,
    budget: new ConnectionBudget(),
  });
  return { time, kraken, events, feed };
}

describe('KrakenInstrumentFeed', () => {
  it('tells the rules of all pairs, exactly', async () => {
    const { time, events, feed } = instruments();
    await time.advance(100);
    const [event] = events.slice(-1);
    expect(event).toMatchObject({
      type: 'instruments-reported',
      isSnapshot: true,
      pairs: [
        { name: 'EUR/USD', priceDecimals: 5, quantityDecimals: 8, costDecimals: 5, status: 'online' },
        { name: 'ETH/BTC', base: 'ETH', quote: 'BTC' },
      ],
    });
    const [, pair] = event?.type === 'instruments-reported' ? event.pairs : [];
    expect([pair?.tickSize, pair?.minQuantity, pair?.minCost].map(String)).toEqual(['0.00001', '0.002', '0.00002']);
    feed.close();
    expect(time.pending).toBe(0);
  });

  it('tells changes, and skips a pair that cannot be read without losing the others', async () => {
    const { time, kraken, events, feed } = instruments();
    await time.advance(100);
    const change = recorded.replace('"snapshot"', '"update"').replace('"status":"online"', '"status":"cancel_only"');
    kraken.say(
      change.replace('"symbol":"ETH/BTC"', '"symbol":5'),
      change.replace('"cost_min":0.00002', '"cost_min":2e-05'),
    );
    expect(events.slice(-3)).toMatchObject([
      { type: 'feed-skipped', reason: 'a pair: symbol is not a text' },
      { type: 'instruments-reported', isSnapshot: false, pairs: [{ name: 'EUR/USD', status: 'cancel_only' }] },
      { type: 'instruments-reported', pairs: [{}, { name: 'ETH/BTC' }] },
    ]);
    feed.close();
  });

  it('says when it knows nothing', async () => {
    const { time, kraken, events, feed } = instruments();
    await time.advance(100);
    kraken.hangUp('closed by the exchange: 1001');
    kraken.treatment.set('instrument', 'refuse');
    await time.advance(3000);
    expect(events.filter(({ type }) => type === 'instruments-silent')).toMatchObject([
      { reason: 'closed by the exchange: 1001', isRefused: false },
      { isRefused: true },
    ]);
    feed.close();
  });
});
