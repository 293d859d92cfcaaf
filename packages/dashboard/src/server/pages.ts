import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { webFile } from '../web-file.js';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** Named after its contents, so that it never changes. */
  readonly isLasting: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The files of the page by the path they are asked under, read once: only what was there when the dashboard opened can
 * be asked for.
 * @throws {Error} when the pages have not been built.
 */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const folder = dirname(webFile('dashboard/index.html'));
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[entry.name.slice(entry.name.lastIndexOf('.') + 1)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length).replaceAll('\\', '/');
    files.set(name, { type, body: readFileSync(path), isLasting: name.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}
