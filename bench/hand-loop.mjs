// The floor: MACD crossing written by hand over typed arrays, with nothing a trading program needs beside it.
// Reads OHLCVT rows, fills at the next open, keeps an equity curve and a list of trades. Doubles throughout.
// `node hand-loop.mjs FILE FEE_PERCENT BALANCE`
import { readFileSync } from 'node:fs';

/** Time, open and close of every row; accumulates digits, checks nothing. */
export function parse(bytes) {
  let rows = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) rows += 1;
  const columns = Array.from({ length: 7 }, () => new Float64Array(rows));
  let at = 0;
  // In short calls: one long loop would be compiled in its middle and thrown away at its end.
  for (let row = 0; row < rows; row += 256) at = parseRows(bytes, at, columns, row, Math.min(row + 256, rows));
  return columns;
}

const POWERS = Array.from({ length: 16 }, (_, n) => 10 ** n);

function parseRows(bytes, start, columns, from, to) {
  let at = start;
  for (let row = from; row < to; row += 1) {
    for (let column = 0; column < 7; column += 1) {
      let digits = 0;
      let point = -1;
      let byte = bytes[at];
      while (byte !== 44 && byte !== 10) {
        if (byte === 46) point = at;
        else digits = digits * 10 + (byte - 48);
        at += 1;
        byte = bytes[at];
      }
      columns[column][row] = point < 0 ? digits : digits / POWERS[at - point - 1];
      at += 1;
    }
  }
  return at;
}

/** Enters where the histogram rises through 0, leaves where it falls through 0; EMAs seeded with the first value. */
export function macdCross([time, open, , , close], feePercent, balance) {
  const length = close.length;
  const equity = new Float64Array(length);
  const trades = [];
  const fee = feePercent / 100;
  let fast = close[0];
  let slow = close[0];
  let signal = 0;
  let previous = 0;
  let cash = balance;
  let held = 0;
  let wanted = 0;
  let openedAt = 0;
  let entryPrice = 0;
  for (let i = 0; i < length; i += 1) {
    if (wanted === 1) {
      openedAt = time[i];
      entryPrice = open[i];
      cash -= entryPrice * (1 + fee);
      held = 1;
      wanted = 0;
    } else if (wanted === -1) {
      cash += open[i] * (1 - fee);
      trades.push({ openedAt, closedAt: time[i], entryPrice, exitPrice: open[i] });
      held = 0;
      wanted = 0;
    }
    fast += (2 / 13) * (close[i] - fast);
    slow += (2 / 27) * (close[i] - slow);
    const line = fast - slow;
    signal = i === 0 ? line : signal + 0.2 * (line - signal);
    const histogram = line - signal;
    if (i >= 34) {
      if (held === 0 && previous <= 0 && histogram > 0) wanted = 1;
      else if (held === 1 && previous >= 0 && histogram < 0) wanted = -1;
    }
    previous = histogram;
    equity[i] = cash + held * close[i];
  }
  return { trades, finalEquity: equity[length - 1] };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [file, fee, balance] = process.argv.slice(2);
  const { trades, finalEquity } = macdCross(parse(readFileSync(file)), Number(fee), Number(balance));
  console.log(JSON.stringify({ trades: trades.length, finalEquity }));
}
