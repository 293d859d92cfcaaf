import { Decimal } from '@fathom/contracts';
import type { PairRules } from '@fathom/exchange';
import { describe, expect, it } from 'vitest';
import { idOf, type Selection, selectPairs } from './select-pairs.js';

const pair = (name: string, status = 'online'): PairRules => {
  const [base = '', quote = ''] = name.split('/');
  const digits = { priceDecimals: 1, quantityDecimals: 8, costDecimals: 5 };
  const rules = { tickSize: Decimal.parse('0.1'), minQuantity: Decimal.ZERO, minCost: Decimal.ZERO };
  return { name, base, quote, status, ...digits, ...rules };
};
const ALL = [
  pair('BTC/USD'),
  pair('BTC/USD.d'),
  pair('ETH/USD'),
  pair('ETH/BTC'),
  pair('OLD/USD', 'delisted'),
  pair('BRANDNEW/EUR', 'post_only'),
];
const NOTHING = new Map<string, number>();

const names = (selection: Selection, turnover = NOTHING) =>
  selectPairs(ALL, selection, turnover).pairs.map(({ name }) => name);

describe('selectPairs', () => {
  it('knows pairs in any spelling, each once', () => {
    const wanted = ['XXBTZUSD', 'btc/usd', 'XBTUSD', 'ETH-USD', 'XETHXXBT', 'brandneweur'];
    expect(names({ kind: 'named', names: wanted })).toEqual(['BTC/USD', 'ETH/USD', 'ETH/BTC', 'BRANDNEW/EUR']);
  });

  it('goes on without what is unknown, and says so', () => {
    const { pairs, complaints } = selectPairs(
      ALL,
      { kind: 'named', names: ['XXBTZUSB', 'ETH/USD', 'BTC/USD.d', 'OLD/USD', 'QQQQQQQQQQQ'] },
      NOTHING,
    );
    expect(pairs.map(({ name }) => name)).toEqual(['ETH/USD']);
    expect(complaints).toEqual([
      'Kraken has no pair XXBTZUSB: did you mean XXBTZUSD?',
      'BTC/USD.d is a dark pool: its book is shown to nobody',
      expect.stringContaining('Kraken has no pair OLD/USD'),
      'Kraken has no pair QQQQQQQQQQQ',
    ]);
  });

  it('is a mistake of the user when nothing is left', () => {
    expect(() => names({ kind: 'named', names: ['XXBTZUSB'] })).toThrow('did you mean XXBTZUSD?');
    expect(() => names({ kind: 'general', quote: 'XYZ' })).toThrow('Kraken has no pairs quoted in XYZ');
  });

  it('takes all but dark pools and what is delisted', () => {
    expect(names({ kind: 'general' })).toEqual(['BTC/USD', 'ETH/USD', 'ETH/BTC', 'BRANDNEW/EUR']);
    expect(names({ kind: 'general', quote: 'USD' })).toEqual(['BTC/USD', 'ETH/USD']);
  });

  it('takes those most traded', () => {
    const turnover = new Map([
      ['ETH/USD', 5],
      ['BRANDNEW/EUR', 7],
      ['BTC/USD', 6],
    ]);
    expect(names({ kind: 'general', top: 2 }, turnover)).toEqual(['BRANDNEW/EUR', 'BTC/USD']);
    expect(names({ kind: 'general', top: 9, quote: 'USD' }, turnover)).toEqual(['BTC/USD', 'ETH/USD']);
  });
});

describe('idOf', () => {
  it('is Kraken’s own id, and the short name of pairs no record tells of', () => {
    expect([pair('BTC/USD'), pair('BRANDNEW/BTC')].map(idOf)).toEqual(['XXBTZUSD', 'BRANDNEWXBT']);
  });
});
