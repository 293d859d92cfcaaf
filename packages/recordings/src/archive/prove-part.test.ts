import { Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { BITCOIN } from '../../testing/test-log.js';
import { TradeDigest } from '../content-digest.js';
import type { TradesRecord } from '../record-sink.js';
import { proveTradePart } from './prove-part.js';

const trade = {
  time: 1_785_628_800_000.5,
  price: 63388.7,
  quantity: Decimal.parse('0.25'),
  id: 7,
  side: 'buy',
} as const;
const record: TradesRecord = { pair: BITCOIN, sequence: 3, receivedUs: 5, isSnapshot: false, trades: [trade, trade] };
const { id: _, ...nameless } = trade;

async function* told(...records: readonly TradesRecord[]): AsyncGenerator<TradesRecord> {
  yield* records;
}

function digestOf(...records: readonly TradesRecord[]): TradeDigest {
  const digest = new TradeDigest();
  for (const one of records) digest.add(one);
  return digest;
}

describe('a part of market trades', () => {
  it('is proved by what is read of it', async () => {
    const same = { ...record, trades: [trade, { ...trade, quantity: Decimal.parse('0.25000000') }] };
    await expect(proveTradePart('x', digestOf(record), told(same))).resolves.toBeUndefined();
  });

  it.each<[string, readonly TradesRecord[]]>([
    ['is missing', []],
    ['is there twice', [record, record]],
    ['has another number', [{ ...record, sequence: 4 }]],
    ['came at another time', [{ ...record, receivedUs: 6 }]],
    ['is called a snapshot', [{ ...record, isSnapshot: true }]],
    ['lacks a trade', [{ ...record, trades: [trade] }]],
    ['has a trade at another time', [{ ...record, trades: [trade, { ...trade, time: trade.time + 0.001 }] }]],
    ['has another price', [{ ...record, trades: [{ ...trade, price: 63388.8 }, trade] }]],
    ['has another quantity', [{ ...record, trades: [trade, { ...trade, quantity: Decimal.parse('0.250001') }] }]],
    ['has another side', [{ ...record, trades: [trade, { ...trade, side: 'sell' }] }]],
    ['has another id', [{ ...record, trades: [trade, { ...trade, id: 8 }] }]],
    ['has no id', [{ ...record, trades: [trade, nameless] }]],
  ])('is refused when a message of it %s', async (_name, read) => {
    await expect(proveTradePart('x', digestOf(record), told(...read))).rejects.toThrow('x is not what was written');
  });
});
