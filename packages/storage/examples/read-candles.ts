import { fileURLToPath } from 'node:url';
import { describeCandles, readCandles } from '@fathom/storage';

const path = fileURLToPath(new URL('../../../data/kraken/XBTUSD_60.csv.gz', import.meta.url));

const { interval, rows, first, last, gaps, missing } = await describeCandles(path);
console.log(`${rows} candles of ${interval} min, ${gaps} gaps, ${missing} missing`);
console.log(`${new Date(first).toISOString()} to ${new Date(last).toISOString()}`);

let highest = 0;
for await (const chunk of readCandles(path, { from: Date.UTC(2021, 0, 1), to: Date.UTC(2022, 0, 1) })) {
  for (const high of chunk.high.subarray(0, chunk.length)) highest = Math.max(highest, high);
}
console.log(`highest price of 2021: ${highest}`);
