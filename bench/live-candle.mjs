// One measurement: `node live-candle.mjs STRATEGY`. Nanoseconds a strategy takes for one more candle, all its
// indicators included, once it is warm. Uses built packages.
import { findStrategy } from '@fathom/strategies';
import { candleRows, RowCandle } from '@fathom/candles';
import { walk } from './walk.mjs';

const definition = findStrategy(process.argv[2] ?? 'macd');
const strategy = definition.create(definition.schema.parse({}));
const columns = walk(300_000);
const rows = candleRows(columns, 0, columns.length);
const candles = Array.from({ length: columns.length }, (_, row) => new RowCandle(rows, row));
const trades = { open: [], pendingEntries: 0 };
for (const candle of candles.slice(0, 200_000)) strategy.onCandle(candle, trades);
const begun = process.hrtime.bigint();
for (const candle of candles.slice(200_000)) strategy.onCandle(candle, trades);
console.log(Number(process.hrtime.bigint() - begun) / 100_000);
