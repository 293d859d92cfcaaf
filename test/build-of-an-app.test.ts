import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from './command.js';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

/** The names of the workspace's packages that `folder` needs to run: what `pnpm --filter` installs in a fresh clone. */
function needs(folder: string): Set<string> {
  const { name, dependencies = {} } = manifestOf(folder);
  const ours = Object.keys(dependencies).filter((one) => one.startsWith('@fathom/'));
  return new Set([name, ...ours.flatMap((one) => [...needs(one.replace('@fathom/', 'packages/'))])]);
}

/** The names of the packages turbo would build for what `scripts/build.mjs` asks of it. */
async function built(app: string): Promise<Set<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'build-'));
  const asked = join(folder, 'asked.json');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(asked)}, JSON.stringify(process.argv.slice(2)));\n`;
  writeFileSync(join(folder, 'turbo'), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  const path = `PATH=${folder}${delimiter}${process.env['PATH']}`;
  await command(root, 'env', path, process.execPath, 'scripts/build.mjs', app);
  const args: string[] = JSON.parse(readFileSync(asked, 'utf8'));
  const plan = await command(root, join(root, 'node_modules/.bin/turbo'), ...args, '--dry=json');
  const { tasks }: { tasks: { package: string }[] } = JSON.parse(plan);
  return new Set(tasks.map((task) => task.package));
}

describe('the build of an app', () => {
  it.each(['trader', 'collector', 'kraken-simulator'])(
    'of %s builds what it needs and nothing else, because nothing else is installed in a fresh clone',
    async (app) => expect(await built(app)).toEqual(needs(`apps/${app}`)),
  );
});
