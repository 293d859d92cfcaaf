import { readFileSync } from 'node:fs';
import type { BacktestReport } from '@fathom/contracts';
import { reportPage, reportRun } from '@fathom/dashboard';

// Reports as `trader backtest --json` writes them; without any, the one the tests use, twice.
const example = new URL('../testing/fixtures/report.json', import.meta.url);
const files = process.argv.length > 2 ? process.argv.slice(2) : [example, example];

const parts = files.map((file, index) => {
  const report: BacktestReport = JSON.parse(readFileSync(file, 'utf8'));
  return { run: reportRun(report, { label: `${index + 1}: ${report.strategy.name}` }) };
});
let bytes = 0;
for (const piece of reportPage(parts)) bytes += Buffer.byteLength(piece);
console.log(`a page of ${parts.length} runs, ${Math.round(bytes / 1024)} KiB`);
