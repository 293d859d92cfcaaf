import { UsageError } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { describe, expect, it } from 'vitest';
import { refuseOtherPair } from './refuse-other-pair.js';

const bitcoin = findInstrument('BTC/USD');

describe('refuseOtherPair', () => {
  it.each([
    '/a/XBTUSD_60.csv',
    'btcusd_1.csv.gz',
    'mine_60.csv',
    'ETHUSD.csv',
    'candles.csv',
    '-',
    'Kraken_OHLCVT.zip',
  ])('lets %s be of BTC/USD', (path) => {
    expect(() => refuseOtherPair(path, bitcoin)).not.toThrow();
  });

  it.each(['/a/ETHUSD_60.csv', '/a/ETHUSD_60.csv.gz', '/a/ETHUSD_5.csv.zip'])('knows that %s is not', (path) => {
    const name = path.slice(3);
    expect(() => refuseOtherPair(path, bitcoin)).toThrow(
      new UsageError(`${name} is of ETH/USD by its name, not of BTC/USD: say -c ETHUSD, or give the file another name`),
    );
  });
});
