import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { command } from './command.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const examples = readdirSync(join(root, 'packages')).flatMap((name) => examplesIn(`packages/${name}/examples`));

function examplesIn(folder: string): string[] {
  try {
    return readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
  } catch {
    return [];
  }
}

// What an example writes goes away with the folder it takes for the system's.
const temporary = mkdtempSync(join(tmpdir(), 'fathom-examples-'));
vi.stubEnv('TMPDIR', temporary);
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 2 });
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

it.concurrent.each(examples)('%s runs and prints something', async (path) => {
  const printed = await command(root, process.execPath, '--import', 'tsx', '--conditions=@fathom/source', path);
  expect(printed.trim()).not.toBe('');
});
