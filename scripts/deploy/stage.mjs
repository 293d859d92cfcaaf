// Puts what a host needs into a folder: the built programs with what they load at run time, the candles that ship, the
// units and the guides. `node scripts/deploy/stage.mjs FOLDER [app…]`; build first.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param apps of `apps/`; their `dist` must be there. */
export function stage(folder, apps = ['trader', 'collector']) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'apps'), { recursive: true });
  for (const app of apps) {
    const target = join(folder, 'apps', app);
    // A patch of what one program does not need is no reason to stop.
    execFileSync(
      'pnpm',
      ['--filter', app, 'deploy', '--prod', '--legacy', '--config.allowUnusedPatches=true', target],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  for (const each of ['data/kraken', 'deploy', 'docs/operations.md'])
    cpSync(join(root, each), join(folder, each), { recursive: true });
  const { version, platform, arch, versions } = process;
  writeFileSync(
    join(folder, 'release.json'),
    `${JSON.stringify({ node: version, modules: versions.modules, platform, arch })}\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...apps] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: node scripts/deploy/stage.mjs FOLDER [app…]');
  stage(resolve(folder), apps.length === 0 ? undefined : apps);
}
