import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { webFile } from '../web-file.js';
import type { ReportRun } from './report-data.js';

/** A run and, where they are at hand, its candles as `packCandles` packs them. */
export interface ReportPart {
  readonly run: ReportRun;
  readonly candles?: Uint8Array;
}

/**
 * One file that shows backtests, side by side when there are several: script, style and data are inside, nothing is
 * fetched. Data is deflated JSON and candle blocks in base64, so no text of a report can become markup; the page's own
 * policy lets no other script run.
 * @returns the file in pieces.
 * @throws {Error} when the pages have not been built.
 */
export function* reportPage(parts: readonly ReportPart[]): Generator<string, void, undefined> {
  const script = webFile('report/report.js');
  const style = webFile('report/report.css');
  // A text of the script's that would end it must not.
  const code = readFileSync(script, 'utf8').replaceAll('</script', '<\\/script');
  const look = readFileSync(style, 'utf8');
  const title = escaped(parts.map(({ run }) => run.label).join(' · '));
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${sourceHash(code)}'; style-src 'unsafe-inline'; img-src data:">
<title>${title} – Fathom backtest</title>
<style>${look}</style>
</head>
<body>
<main id="report"><p class="wait">Reading the report…</p></main>
<noscript><p>This report draws itself with the script inside this file, and scripts are switched off.</p></noscript>
`;
  for (const [index, { run, candles }] of parts.entries()) {
    yield block(`run-${index}`, Buffer.from(JSON.stringify(run)));
    if (candles !== undefined) yield block(`candles-${index}`, candles);
  }
  yield `<script>${code}</script>\n</body>\n</html>\n`;
}

function block(id: string, bytes: Uint8Array): string {
  return `<script type="application/octet-stream" id="${id}">${deflateRawSync(bytes).toString('base64')}</script>\n`;
}

function sourceHash(code: string): string {
  return `sha256-${createHash('sha256').update(code).digest('base64')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
