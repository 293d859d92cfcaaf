import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRecorder } from './kill-recorder.js';

// `node --import tsx --conditions=@fathom/source packages/recordings/testing/kill/main.ts [KILLS] [MESSAGES A SECOND]`:
// kills a recorder again and again and looks whether a message it had handled is missing.

const [kills = '50', rate = '20000'] = process.argv.slice(2);
let handled = 0;
let lost = 0;
let unsaid = 0;
let cut = 0;
for (let number = 1; number <= Number(kills); number += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'fathom-kill-'));
  const kill = await killRecorder(folder, Number(rate), number, 2_000 + ((number * 1371) % 18_000));
  rmSync(folder, { recursive: true, force: true });
  handled += kill.handled;
  lost += Math.max(0, kill.handled - kill.verified);
  unsaid += Math.max(0, kill.verified - kill.handled);
  cut += kill.cut;
  if (kill.damaged > 0) throw new Error(`kill ${number}: ${kill.damaged} files are damaged`);
  const figures = [`handled ${handled}`, `lost ${lost}`, `written and not yet said ${unsaid}`, `bytes cut ${cut}`];
  console.log(`${String(number).padStart(4)} kills   ${figures.join('   ')}`);
}
if (lost > 0) process.exitCode = 1;
