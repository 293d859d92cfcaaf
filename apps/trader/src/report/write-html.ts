import { resolve } from 'node:path';
import type { ReportPart } from '@fathom/dashboard';
import { writeFileAtomically } from '@fathom/storage';
import type { Io } from '../io.js';

/** Writes a page that shows the runs, whole or not at all; `-` is standard output. */
export async function writeHtml(file: string, parts: readonly ReportPart[], io: Io): Promise<void> {
  const { reportPage } = await import('@fathom/dashboard');
  if (file === '-') {
    for (const part of reportPage(parts)) io.out.write(part);
    return;
  }
  await writeFileAtomically(resolve(io.cwd, file), reportPage(parts));
}
