import { describe, expect, it } from 'vitest';
import {
  checksumExample,
  errorStrings,
  openApi,
  recordedAnswers,
  recordedBook,
  recordedCalls,
  recordedFrames,
  signatureExample,
} from './kraken-recordings.js';

describe('recordings of Kraken', () => {
  it('are there in full', () => {
    expect(recordedCalls()).toHaveLength(83);
    expect(recordedAnswers().size).toBe(63);
    expect(recordedFrames()).toHaveLength(56);
    expect(errorStrings()).toHaveLength(45);
    expect(Object.keys(openApi())).toContain('paths');
    expect(checksumExample().checksum).toBe(3310070434);
    expect(signatureExample().path).toBe('/0/private/AddOrder');
  });

  it('give book streams frame by frame', () => {
    const books = recordedBook('btcusd_sample').filter(({ bytes }) => bytes.includes('"channel":"book"'));
    expect(books.filter(({ bytes }) => bytes.includes('"checksum"'))).toHaveLength(2052);
    for (const { bytes } of recordedBook('btcusd_l2')) expect(() => JSON.parse(bytes.toString())).not.toThrow();
  });

  it('give calls with what was asked', () => {
    expect(recordedCalls()[2]).toMatchObject({
      method: 'GET',
      path: '/0/public/OHLC',
      parameters: { pair: 'XETHZCAD', interval: '60' },
    });
  });
});
