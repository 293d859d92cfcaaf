import { UsageError } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORDINGS } from './instrument-rows.js';
import { altnameOf, findInstrument, instrumentIds, recordedOn } from './instruments.js';

function messageOf(spelling: string): string {
  try {
    return findInstrument(spelling).id;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

describe('findInstrument', () => {
  it.each(['XXBTZUSD', 'XBTUSD', 'BTC/USD', 'XBT/USD', 'BTCUSD', 'btc/usd', 'BTC-USD', 'xxbtzusd', ' Btc_Usd '])(
    'takes %s for BTC/USD',
    (spelling) => {
      expect(findInstrument(spelling).name).toBe('BTC/USD');
    },
  );

  it('carries the recorded rules', () => {
    const instrument = findInstrument('XXBTZUSD');
    expect(instrument).toMatchObject({ id: 'XXBTZUSD', base: 'BTC', quote: 'USD' });
    expect(instrument).toMatchObject({ priceDecimals: 1, quantityDecimals: 8, costDecimals: 5 });
    expect(instrument.tickSize.toString()).toBe('0.1');
    expect(instrument.minQuantity.toString()).toBe('0.00005');
    expect(instrument.minCost.toString()).toBe('0.5');
  });

  it.each([
    ['DOGE/USD', 'XDGUSD', 'XDGUSD', '0.0000001'],
    ['XXDGXXBT', 'XXDGXXBT', 'XDGXBT', '0.00000001'],
    ['DOGE/XBT', 'XXDGXXBT', 'XDGXBT', '0.00000001'],
    ['DOGEBTC', 'XXDGXXBT', 'XDGXBT', '0.00000001'],
    ['eth/btc', 'XETHXXBT', 'ETHXBT', '0.000001'],
    ['ZEURZUSD', 'ZEURZUSD', 'EURUSD', '0.00001'],
    ['USDT/USD', 'USDTZUSD', 'USDTUSD', '0.00001'],
    ['XETHZJPY', 'XETHZJPY', 'ETHJPY', '1'],
  ])('%s is %s, in files %s, tick %s', (spelling, id, altname, tick) => {
    const instrument = findInstrument(spelling);
    expect(instrument.id).toBe(id);
    expect(altnameOf(instrument)).toBe(altname);
    expect(instrument.tickSize.toString()).toBe(tick);
  });

  it.each(['BTC', 'ETH', 'SOL', 'DOT', 'AVAX', 'LINK', 'DOGE', 'XRP', 'LTC', 'ADA'])(
    'knows %s against USD and EUR by rules of 2025 or later',
    (base) => {
      for (const quote of ['USD', 'EUR']) {
        const instrument = findInstrument(`${base}/${quote}`);
        expect(instrument.name).toBe(`${base}/${quote}`);
        expect(instrument.minQuantity.isPositive()).toBe(true);
        expect(instrument.minCost.isPositive()).toBe(true);
        expect(recordedOn(instrument.id) >= '2025').toBe(true);
      }
    },
  );

  it.each([
    ['XXBTZUSB', 'unknown pair XXBTZUSB: did you mean XXBTZUSD?'],
    ['XXBTUZSD', 'unknown pair XXBTUZSD: did you mean XXBTZUSD?'],
    ['BTC/UDS', 'unknown pair BTC/UDS: did you mean BTC/USD?'],
    ['XBT/USB', 'unknown pair XBT/USB: did you mean XBT/USD?'],
    ['SLOUSD', 'unknown pair SLOUSD: did you mean SOLUSD?'],
    ['QQQQQQQQ', 'unknown pair QQQQQQQQ: pairs are written like XXBTZUSD or BTC/USD'],
    ['', 'unknown pair : pairs are written like XXBTZUSD or BTC/USD'],
    ['XXBTZUSD.d', 'pair XXBTZUSD.d is a dark pool, which this bot does not trade: trade XXBTZUSD instead'],
    ['btcusd.D', 'pair btcusd.D is a dark pool, which this bot does not trade: trade XXBTZUSD instead'],
    ['FOO.d', 'pair FOO.d is a dark pool, which this bot does not trade'],
  ])('%j fails with one line that helps', (spelling, message) => {
    expect(messageOf(spelling)).toBe(message);
  });

  it('never answers anything but an instrument or a UsageError', () => {
    fc.assert(
      fc.property(fc.string(), (spelling) => {
        expect(messageOf(spelling)).not.toBe('');
      }),
    );
  });
});

describe('the table', () => {
  const ids = instrumentIds();

  it('has whole, well-formed rows, each pair once and no dark pool', () => {
    const row = /^[A-Z0-9]+ [A-Z0-9]+\/[A-Z0-9]+ \d+ \d+(\.\d+)?( \d+)?$/;
    for (const { rows } of RECORDINGS) for (const line of rows.trim().split('\n')) expect(line).toMatch(row);
    expect(ids.length).toBeGreaterThan(170);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('finds every pair by its id, its short name, its name and its name without a slash', () => {
    for (const id of ids) {
      const instrument = findInstrument(id);
      for (const spelling of [instrument.name, altnameOf(instrument), instrument.base + instrument.quote]) {
        expect(`${spelling} ${findInstrument(spelling).id}`).toBe(`${spelling} ${id}`);
      }
    }
  });

  it('drops the legacy prefixes and words from every name', () => {
    const names = ids.map((id) => findInstrument(id).name).join(' ');
    expect(names).not.toMatch(/XBT|XDG|XXRP|XETH|XLTC|ZUSD|ZEUR|ZGBP|ZCAD|ZJPY/);
  });

  it('has ids that are the short name, or both assets with one legacy letter before each that needs it', () => {
    for (const id of ids) {
      const { base, quote } = findInstrument(id);
      const [b, q] = [altnameOf({ base, quote: '' }), altnameOf({ base: '', quote })];
      expect([b + q, `X${b}X${q}`, `X${b}Z${q}`, `Z${b}Z${q}`, `${b}Z${q}`]).toContain(id);
    }
  });
});
