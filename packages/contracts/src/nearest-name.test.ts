import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

const strategies = ['macd', 'macd-basic', 'stochastic', 'stochastic-sr-ma', 'parabolic-sar-stochastic'];

describe('nearestName', () => {
  it.each([
    ['madc', 'macd'], // neighbours swapped
    ['mac', 'macd'], // a letter missing
    ['maccd', 'macd'], // a letter too many
    ['mqcd', 'macd'], // a wrong letter
    ['MACD', 'macd'],
    ['macd-bsaic', 'macd-basic'],
    ['stochstic', 'stochastic'],
    ['parabolic-sar-stochstic', 'parabolic-sar-stochastic'],
  ])('%s means %s', (word, meant) => {
    expect(nearestName(word, strategies)).toBe(meant);
  });

  it('is silent when nothing is near', () => {
    expect(nearestName('bollinger', strategies)).toBeUndefined();
    expect(nearestName('mxyz', strategies)).toBeUndefined();
    expect(nearestName('', strategies)).toBeUndefined();
    expect(nearestName('macd', [])).toBeUndefined();
  });

  it('allows as many changes as it is told', () => {
    expect(nearestName('ETHUSD', ['BTCUSD'])).toBe('BTCUSD');
    expect(nearestName('ETHUSD', ['BTCUSD'], { mostChanges: 1 })).toBeUndefined();
    expect(nearestName('BTCUDS', ['BTCUSD'], { mostChanges: 1 })).toBe('BTCUSD');
  });

  it('counts a swap of neighbours as one change, not two', () => {
    expect(nearestName('abc', ['bac'])).toBe('bac');
    expect(nearestName('abc', ['bca'])).toBeUndefined();
  });

  it('takes the first of equally near candidates', () => {
    expect(nearestName('ETHUSX', ['ETHUSD', 'ETHUSC'])).toBe('ETHUSD');
    expect(nearestName('ETHUSX', ['ETHUSC', 'ETHUSD'])).toBe('ETHUSC');
  });

  it('finds any name whose neighbouring letters were swapped, and the name itself', () => {
    const name = fc.stringMatching(/^[a-z]{2,12}$/);
    fc.assert(
      fc.property(name, fc.nat(), (word, seed) => {
        const i = seed % (word.length - 1);
        const swapped = word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2);
        expect(nearestName(swapped, [word])).toBe(word);
        expect(nearestName(word, [swapped, word])).toBe(swapped === word ? swapped : word);
      }),
    );
  });
});
