import { readFileSync } from 'node:fs';
import { type Candle, DataError, Decimal, type Interval, intervalMs, type MarketTrade } from '@fathom/contracts';
import { marketTrades, SeededRandom, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandleBuilder } from './candle-builder.js';
import { type OhlcRow, OhlcRowBuilder } from './ohlc-row.js';
import { openTimeOf } from './open-time.js';

/** The rows of a recording, without its header (fixtures/README.md names the origins). */
function recorded(file: string): string[][] {
  const text = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

function recordedTrades(file: string): MarketTrade[] {
  return recorded(file).map(([time, price, quantity]) => ({
    time: Number(time),
    price: Number(price),
    quantity: Decimal.parse(quantity ?? ''),
  }));
}

function recordedRows(file: string): OhlcRow[] {
  return recorded(file).map(([time, open = '', high = '', low = '', close = '', vwap = '', volume = '', count]) => [
    Number(time),
    open,
    high,
    low,
    close,
    vwap,
    volume,
    Number(count),
  ]);
}

/** Rows of `trades`, the last one included. */
function rowsOf(trades: readonly MarketTrade[], interval: Interval, priceDecimals: number): OhlcRow[] {
  const rows: OhlcRow[] = [];
  const builder = new OhlcRowBuilder({ interval, priceDecimals, onRow: (row) => rows.push(row) });
  for (const trade of trades) builder.onTrade(trade);
  builder.onTime(openTimeOf(trades.at(-1)?.time ?? 0, interval) + intervalMs(interval));
  return rows;
}

function candlesOf(trades: readonly MarketTrade[], interval: Interval): Candle[] {
  const candles: Candle[] = [];
  const builder = new CandleBuilder({ interval, onCandle: (candle) => candles.push(candle) });
  for (const trade of trades) builder.onTrade(trade);
  builder.onTime(openTimeOf(trades.at(-1)?.time ?? 0, interval) + intervalMs(interval));
  return candles;
}

const RECORDINGS = [
  { file: 'ohlc-xbtusd-1-2023.csv', interval: 1, priceDecimals: 1, empty: 0, onePrice: 3 },
  { file: 'ohlc-xbteur-1-2020.csv', interval: 1, priceDecimals: 1, empty: 11, onePrice: 39 },
  { file: 'ohlc-ethcad-60-2020.csv', interval: 60, priceDecimals: 2, empty: 53, onePrice: 17 },
  { file: 'ohlc-xtzxbt-60-2020.csv', interval: 60, priceDecimals: 7, empty: 6, onePrice: 3 },
] as const;

/** Splits `total` into `count` quantities > 0, by chance but always the same. */
function split(total: Decimal, count: number, random: SeededRandom): Decimal[] {
  const parts: Decimal[] = [];
  let left = total.units;
  for (let i = count; i > 1; i -= 1) {
    const room = Number(left) - i + 1;
    const units = BigInt(1 + Math.floor(random.next() * Math.min(room - 1, (2 * room) / i)));
    parts.push(Decimal.of(units, total.scale));
    left -= units;
  }
  return [...parts, Decimal.of(left, total.scale)];
}

describe('candles of recorded trades', () => {
  const published = recorded('ohlcvt-xbtusd-60.csv').map(([time, open, high, low, close, volume, trades]) => ({
    openTime: Number(time) * 1000,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
    trades: Number(trades),
  }));

  it("equals Kraken's published hour of 2,671 trades", () => {
    const trades = recordedTrades('trades-xbtusd-2019-07-01-00.csv');
    expect(trades[1000]).toEqual(trades[999]);
    const once = trades.toSpliced(1000, 1);
    expect(candlesOf(once, 60)).toEqual(published.slice(-1));
    const [row] = rowsOf(once, 60, 1);
    expect(row?.toSpliced(5, 1)).toEqual([
      1561939200,
      '10749.4',
      '11041.8',
      '10600.0',
      '11014.3',
      '903.65604099',
      2671,
    ]);
  });

  it("equals Kraken's published first hours, empty hours aside", () => {
    const trades = recordedTrades('trades-xbtusd-2013-10.csv');
    const traded = candlesOf(trades, 60).filter((candle) => candle.trades > 0);
    // Of the last recorded hour only its first trade is there.
    expect(traded.slice(0, -1)).toEqual(published.slice(0, -1));
    expect(published.slice(0, -1)).toHaveLength(5);
  });
});

describe('OhlcRowBuilder', () => {
  it.each(RECORDINGS)('repeats the close in empty rows as $file does', (recording) => {
    const { file, interval, priceDecimals, empty } = recording;
    const rows = recordedRows(file);
    rows.forEach((row, i) => {
      const before = rows[i - 1];
      if (row[7] > 0 || before === undefined) return;
      const price = Number(before[4]);
      const time = before[0] * 1000;
      const built = rowsOf(
        [
          { time, price, quantity: Decimal.ONE },
          { time: time + 2 * intervalMs(interval), price, quantity: Decimal.ONE },
        ],
        interval,
        priceDecimals,
      );
      expect(built[1]).toEqual(row);
    });
    expect(rows.filter((row) => row[7] === 0)).toHaveLength(empty);
  });

  it.each(RECORDINGS)('gives the one-price rows of $file, however the volume is split', (recording) => {
    const { file, interval, priceDecimals } = recording;
    const random = new SeededRandom(1);
    const flat = recordedRows(file).filter((row) => row[7] > 0 && row[2] === row[3]);
    expect(flat).toHaveLength(recording.onePrice);
    for (const row of flat) {
      const quantities = split(Decimal.parse(row[6]), row[7], random);
      const trades = quantities.map((quantity) => ({ time: row[0] * 1000, price: Number(row[1]), quantity }));
      expect(rowsOf(trades, interval, priceDecimals)).toEqual([row]);
    }
  });

  it('cuts vwap off as every recorded row between two neighbouring prices does', () => {
    const random = new SeededRandom(2);
    let seen = 0;
    let checked = 0;
    for (const { file, interval, priceDecimals } of RECORDINGS) {
      for (const row of recordedRows(file)) {
        const [time, open, high, low, close, vwap, volume, count] = row;
        const ticks = Math.round((Number(high) - Number(low)) * 10 ** priceDecimals);
        if (ticks !== 1 || count < 2) continue;
        expect(vwap).toBe(low);
        seen += 1;
        // One of the many tapes that give this row: both prices, opening and closing as it says.
        const prices = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? open : open === high ? low : high));
        prices[count - 1] = close;
        if (!prices.includes(high) || !prices.includes(low)) continue;
        const quantities = split(Decimal.parse(volume), count, random);
        const trades = prices.map((price, i) => ({
          time: time * 1000,
          price: Number(price),
          quantity: quantities[i] ?? Decimal.ZERO,
        }));
        expect(rowsOf(trades, interval, priceDecimals)).toEqual([row]);
        checked += 1;
      }
    }
    expect([seen, checked]).toEqual([101, 99]);
  });

  it('takes the price of a single trade for vwap, as every recorded row of one trade does', () => {
    let checked = 0;
    let openedUntraded = 0;
    for (const { file, interval, priceDecimals } of RECORDINGS) {
      for (const [time, open, , , close, vwap, volume, count] of recordedRows(file)) {
        if (count !== 1) continue;
        if (open !== close) openedUntraded += 1;
        const trade = { time: time * 1000, price: Number(close), quantity: Decimal.parse(volume) };
        expect(rowsOf([trade], interval, priceDecimals)).toEqual([[time, close, close, close, close, vwap, volume, 1]]);
        checked += 1;
      }
    }
    expect(checked).toBe(114);
    // These opened at the close before: the part of the recordings that no trades explain.
    expect(openedUntraded).toBe(80);
  });

  it('writes an exact row, with quantities of any number of digits', () => {
    const rows = rowsOf(
      [
        { time: START, price: 37780.5, quantity: Decimal.parse('0.1') },
        { time: START, price: 37780.4, quantity: Decimal.parse('2') },
        { time: START, price: 37790, quantity: Decimal.parse('0.00000001') },
      ],
      1,
      1,
    );
    // (3778.05 + 75560.8 + 0.0003779) / 2.10000001 = 37780.40480…
    expect(rows).toEqual([[START / 1000, '37780.5', '37790.0', '37780.4', '37790.0', '37780.4', '2.10000001', 3]]);
  });

  it('stays exact where doubles are not', () => {
    // A coin of many zeros: single quantities and costs beyond 2^53 units.
    const rows = rowsOf(
      [
        { time: START, price: 0.08, quantity: Decimal.parse('123456789012.00000001') },
        { time: START, price: 0.0800001, quantity: Decimal.parse('999999999999.99999999') },
        { time: START, price: 0.0800001, quantity: Decimal.parse('3e9') },
      ],
      1,
      7,
    );
    expect(rows).toEqual([
      [START / 1000, '0.0800000', '0.0800001', '0.0800000', '0.0800001', '0.0800000', '1126456789012.00000000', 3],
    ]);
  });

  it('refuses more digits than the row shows, and changes nothing then', () => {
    const rows: OhlcRow[] = [];
    const builder = new OhlcRowBuilder({ interval: 1, priceDecimals: 1, onRow: (row) => rows.push(row) });
    const good = { time: START, price: 100.5, quantity: Decimal.ONE };
    builder.onTrade(good);
    expect(() => builder.onTrade({ ...good, price: 100.55 })).toThrow(
      new DataError('price 100.55 has more than 1 digits after the point'),
    );
    expect(() => builder.onTrade({ ...good, quantity: Decimal.parse('0.000000001') })).toThrow(
      new DataError('quantity 0.000000001 has more than 8 digits after the point'),
    );
    for (const price of [Number.NaN, 0, -1, Infinity]) {
      expect(() => builder.onTrade({ ...good, price })).toThrow(new DataError(`price ${price} is not a price`));
    }
    expect(builder.onTrade({ ...good, time: START - 1 })).toBe(false);
    expect(builder.late).toBe(1);
    builder.onTime(START + 60_000);
    expect(rows).toEqual([[START / 1000, '100.5', '100.5', '100.5', '100.5', '100.5', '1.00000000', 1]]);
  });

  it('says what the candle says, and vwap is Σ cost ÷ Σ quantity cut off (property)', () => {
    fc.assert(
      fc.property(marketTrades(), fc.constantFrom<Interval>(1, 5, 60), (trades, interval) => {
        const rows = rowsOf(trades, interval, 1);
        const candles = candlesOf(trades, interval);
        expect(rows).toHaveLength(candles.length);
        rows.forEach((row, i) => {
          const group = trades.filter((trade) => openTimeOf(trade.time, interval) === row[0] * 1000);
          const cost = group.reduce(
            (sum, { price, quantity }) => sum.plus(Decimal.fromNumber(price).times(quantity)),
            Decimal.ZERO,
          );
          const volume = group.reduce((sum, trade) => sum.plus(trade.quantity), Decimal.ZERO);
          const vwap = volume.isZero() ? Decimal.ZERO : cost.dividedBy(volume, 1, 'down');
          expect([row[5], row[6], row[7]]).toEqual([vwap.toFixed(1), volume.toFixed(8), group.length]);
          const {
            open,
            high,
            low,
            close,
            trades: count,
          } = candles[i] ?? { open: 0, high: 0, low: 0, close: 0, trades: 0 };
          expect([...row.slice(1, 5).map(Number), row[7]]).toEqual([open, high, low, close, count]);
        });
      }),
    );
  });
});
