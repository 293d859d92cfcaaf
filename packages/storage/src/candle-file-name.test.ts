import { describe, expect, it } from 'vitest';
import { candleFileName, parseCandleFileName } from './candle-file-name.js';

describe('parseCandleFileName', () => {
  it.each([
    ['XBTUSD_60.csv', 'XBTUSD', 60],
    ['/data/kraken/XBTUSD_1440.csv.gz', 'XBTUSD', 1440],
    ['all/XBTUSD_5.csv.zip', 'XBTUSD', 5],
    ['DOT28.SUSD_1.CSV', 'DOT28.SUSD', 1],
  ])('%s', (path, altname, interval) => {
    expect(parseCandleFileName(path)).toEqual({ altname, interval });
  });

  it.each(['XBTUSD.csv', 'XBTUSD_720.csv', 'XBTUSD_060.csv', 'XBTUSD_60.txt', 'XBT_USD_60.csv', '_60.csv', ''])(
    'says nothing about %j',
    (path) => {
      expect(parseCandleFileName(path)).toBeUndefined();
    },
  );

  it('is undone by candleFileName', () => {
    expect(candleFileName({ altname: 'XBTUSD', interval: 60 })).toBe('XBTUSD_60.csv');
  });
});
