// A made-up market: gapless minute candles with prices to one decimal, the same for the same count.
/** Candle columns, openTime in milliseconds. */
export function walk(length) {
  const room = () => new Float64Array(length);
  const columns = {
    length,
    openTime: room(),
    open: room(),
    high: room(),
    low: room(),
    close: room(),
    volume: room(),
    trades: room(),
  };
  let state = 12_345;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let price = 30_000;
  for (let i = 0; i < length; i += 1) {
    const open = price;
    price = Math.max(100, Math.round((price + (next() + next() + next() - 1.5) * 40) * 10) / 10);
    columns.openTime[i] = 1_483_228_800_000 + i * 60_000;
    columns.open[i] = open;
    columns.high[i] = Math.round((Math.max(open, price) + next() * 10) * 10) / 10;
    columns.low[i] = Math.round((Math.min(open, price) - next() * 10) * 10) / 10;
    columns.close[i] = price;
    columns.volume[i] = Math.round(next() * 5e8) / 1e8;
    columns.trades[i] = 1 + Math.floor(next() * 50);
  }
  return columns;
}

/** The same candles as OHLCVT rows. */
export function* walkCsv(length) {
  const { openTime, open, high, low, close, volume, trades } = walk(length);
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text += `${openTime[i] / 1000},${open[i].toFixed(1)},${high[i].toFixed(1)},${low[i].toFixed(1)},${close[i].toFixed(1)},${volume[i].toFixed(8)},${trades[i]}\n`;
    if (i % 10_000 === 9_999) {
      yield text;
      text = '';
    }
  }
  yield text;
}
