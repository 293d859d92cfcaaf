import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { DataError, UsageError } from '@fathom/contracts';
import { type ReportPart, reportRun } from '@fathom/dashboard';
import { messageOf } from '../backtest/guarded-strategy.js';
import type { Io } from '../io.js';
import { issueText } from '../text/issue-text.js';
import { writeHtml } from './write-html.js';

/** More lines in one chart than these nobody tells apart. */
const MOST = 6;

/** `trader report A.json B.json --html FILE`: backtests side by side. */
export async function showReports(
  files: readonly string[],
  { html }: { readonly html: string },
  io: Io,
): Promise<void> {
  if (files.length > MOST)
    throw new UsageError(`${files.length} reports: ${MOST} at most can be told apart in one page`);
  const parts: ReportPart[] = [];
  for (const [index, file] of files.entries()) {
    const report = await readReport(file, io);
    const isTwice = files.findIndex((other) => basename(other) === basename(file)) !== index;
    const label = `${report.strategy.name} (${isTwice ? file : basename(file)})`;
    parts.push({ run: reportRun(report, { label }) });
  }
  await writeHtml(html, parts, io);
  if (html !== '-') io.out.write(`${html}: ${parts.map(({ run }) => run.label).join(', ')}\n`);
}

async function readReport(file: string, io: Io) {
  const { BacktestReport } = await import('@fathom/contracts/backtest-report');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new DataError(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new DataError(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`, {
      cause: error,
    });
  }
  const parsed = BacktestReport.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const wrong = issue === undefined ? 'it is none' : issueText(issue, json);
  throw new DataError(`${file} is not a report of trader backtest --json: ${wrong}`);
}
