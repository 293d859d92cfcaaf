// Native add-ons are compiled against the headers of the Node that runs them. Many Node
// distributions ship those headers beside the binary; seeding node-gyp's cache with them makes
// the compile work without a download. Does nothing when the headers are absent or belong to
// another version (node-gyp then fetches them, as always).
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The version a header file declares, as `20.20.2`. */
function declaredVersion(header) {
  const text = readFileSync(header, 'utf8');
  const part = (name) => new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(text)?.[1];
  return ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
}

function cacheFolder() {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

function seed() {
  const include = join(dirname(dirname(process.execPath)), 'include', 'node');
  const header = join(include, 'node_version.h');
  if (!existsSync(header) || !existsSync(join(include, 'common.gypi'))) return;
  if (declaredVersion(header) !== process.versions.node) return;
  const folder = join(cacheFolder(), 'node-gyp', process.versions.node);
  if (existsSync(folder)) return;
  mkdirSync(join(folder, 'include'), { recursive: true });
  symlinkSync(include, join(folder, 'include', 'node'), 'dir');
  writeFileSync(join(folder, 'installVersion'), '11\n');
  console.log(`node-gyp: using the headers in ${include}`);
}

if (process.platform !== 'win32') seed();
