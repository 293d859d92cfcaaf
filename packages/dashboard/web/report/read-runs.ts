import { unpackCandles } from '../../src/report/candle-block.js';
import type { ReportRun } from '../../src/report/report-data.js';
import { CandleLevels } from '../shared/levels.js';

/** A run with its candles unpacked. */
export interface Run extends ReportRun {
  readonly levels: CandleLevels | undefined;
}

/** What the file holds. @throws {Error} when the file is cut or damaged. */
export async function readRuns(): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let index = 0; ; index += 1) {
    const text = await inflated(`run-${index}`);
    if (text === undefined) return runs;
    const run: ReportRun = JSON.parse(new TextDecoder().decode(text));
    const packed = run.candles === undefined ? undefined : await inflated(`candles-${index}`);
    const levels =
      run.candles === undefined || packed === undefined
        ? undefined
        : new CandleLevels(unpackCandles(packed, run.candles.count, run.candles.priceDecimals));
    runs.push({ ...run, levels });
  }
}

async function inflated(id: string): Promise<Uint8Array | undefined> {
  const text = document.getElementById(id)?.textContent;
  if (text === undefined) return undefined;
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
