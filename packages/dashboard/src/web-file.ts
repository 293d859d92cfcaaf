import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the built code, or in the `dist` beside the source. */
const FOLDERS = ['./web/', '../dist/web/'];

/**
 * Where a built page lies.
 * @throws {Error} when the pages have not been built.
 */
export function webFile(name: string): string {
  const paths = FOLDERS.map((folder) => fileURLToPath(new URL(folder + name, import.meta.url)));
  const path = paths.find((one) => existsSync(one));
  if (path === undefined) throw new Error(`${name} is missing: build @fathom/dashboard first (pnpm build)`);
  return path;
}
