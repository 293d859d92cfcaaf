import { recordedBook } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD } from '../../testing/instruments.js';
import { captureFrames } from './capture.js';
import { recordedSteps } from './recorded-steps.js';
import { ReplayedMarket } from './replayed-market.js';
import { recordingSource } from './sources.js';

function frames(name: 'btcusd_sample' | 'btcusd_l2') {
  return recordedBook(name).map(({ at, bytes }) => ({ time: Number(at) / 1e6, text: bytes.toString() }));
}

function checksums(texts: readonly string[]): number[] {
  return texts.flatMap((text) => (text.startsWith('{"channel":"book"') ? [JSON.parse(text).data[0].checksum] : []));
}

function withoutBookFrame(list: ReturnType<typeof frames>, number: number) {
  const dropped = list.filter(({ text }) => text.startsWith('{"channel":"book"'))[number];
  return list.filter((frame) => frame !== dropped);
}

describe('a recorded book', () => {
  it.each([
    ['btcusd_sample', 25, 2052],
    ['btcusd_l2', 10, 301],
  ] as const)('%s has after every message the checksum Kraken gave', (name, depth, count) => {
    const recorded = frames(name);
    const source = recordingSource({ instrument: BTC_USD, depth, frames: recorded });
    const market = new ReplayedMarket({ sources: [source] });
    const seen: number[] = [];
    market.advanceTo(Number.POSITIVE_INFINITY, () => seen.push(market.book('BTC/USD').checksum));
    expect(seen).toHaveLength(count);
    expect(seen).toEqual(checksums(recorded.map(({ text }) => text)));
  });

  it.each([
    ['at another depth', (list: ReturnType<typeof frames>) => list, 100],
    ['with one frame dropped', (list: ReturnType<typeof frames>) => withoutBookFrame(list, 700), 25],
    [
      'with a digit less',
      (list: ReturnType<typeof frames>) => list.map((one) => ({ ...one, text: one.text.replaceAll('0}', '}') })),
      25,
    ],
  ])('is wrong %s', (_, mutate, depth) => {
    const recorded = mutate(frames('btcusd_sample'));
    const market = new ReplayedMarket({
      sources: [recordingSource({ instrument: BTC_USD, depth, frames: recorded })],
    });
    const right = checksums(recorded.map(({ text }) => text));
    let wrong = 0;
    let at = 0;
    market.advanceTo(Number.POSITIVE_INFINITY, () => {
      if (market.book('BTC/USD').checksum !== right[at]) wrong += 1;
      at += 1;
    });
    expect(wrong).toBeGreaterThan(0);
  });

  it('takes prints from trade frames and passes other pairs and channels over', () => {
    const text =
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":68466.9,"qty":0.01919415,"ord_type":"market","trade_id":7,"timestamp":"2024-05-27T12:33:10.826003Z"}]}';
    const steps = [
      ...recordedSteps(
        ['{"channel":"heartbeat"}', 'rubbish', text.replace('BTC', 'ETH'), text].map((one) => ({ time: 1, text: one })),
        'BTC/USD',
      ),
    ];
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ time: 1716813190826.003, trades: [{ id: 7, price: 68466.9, side: 'sell' }] });
  });

  it('is refused when a level cannot be read', () => {
    const text = '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":"1"}],"asks":[]}]}';
    expect(() => [...recordedSteps([{ time: 1, text }], 'BTC/USD')]).toThrow('price is not a number');
  });
});

describe('a capture file', () => {
  it('gives its frames with the times they came at', () => {
    const bytes = Buffer.from('CBCAP1 kraken BTC/USD 1700000000000000000\n500 5\nhello\n1500500 2\n{}\n');
    expect([...captureFrames(bytes)]).toEqual([
      { time: 1_700_000_000_000, text: 'hello' },
      { time: 1_700_000_000_001.5, text: '{}' },
    ]);
  });

  it.each(['', 'nonsense\n', 'CBCAP1 kraken BTC/USD 1\n5 100\nshort', 'CBCAP1 kraken BTC/USD 1\nx y\n'])(
    'is refused when it is %j',
    (text) => {
      expect(() => [...captureFrames(Buffer.from(text))]).toThrow('capture');
    },
  );
});
