import { UsageError } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { describe, expect, it } from 'vitest';
import { pairOfTrades, refuseOtherPair } from './pair-of-file.js';

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

  it('knows whose a dump of trades is as well', () => {
    expect(() => refuseOtherPair('/a/XBTUSD.csv', bitcoin, pairOfTrades)).not.toThrow();
    expect(() => refuseOtherPair('/a/trades.csv', bitcoin, pairOfTrades)).not.toThrow();
    expect(() => refuseOtherPair('/a/ETHUSD.csv.gz', bitcoin, pairOfTrades)).toThrow(
      'ETHUSD.csv.gz is of ETH/USD by its name, not of BTC/USD: say -c ETHUSD',
    );
  });
});
