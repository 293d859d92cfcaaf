import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'fathom-tests-'));

/** What a run of the tests writes to the system's temporary folder goes into one folder there… */
export function setup(): void {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
}

/** …which goes away with the run. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
