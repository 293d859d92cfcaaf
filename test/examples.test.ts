import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it, vi } from 'vitest';
import { build } from './build.js';
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

vi.setConfig({ maxConcurrency: 2 });

// Pages of the dashboard have to be built before one can be written.
beforeAll(() => build(), 300_000);

it.concurrent.each(examples)('%s runs and prints something', async (path) => {
  const printed = await command(root, process.execPath, '--import', 'tsx', '--conditions=@fathom/source', path);
  expect(printed.trim()).not.toBe('');
});
