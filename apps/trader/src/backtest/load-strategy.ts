import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, relative, resolve, sep } from 'node:path';
import { nearestName, type StrategyDefinition, UsageError } from '@fathom/contracts';
import { findStrategy, strategies } from '@fathom/strategies';
import { guarded, messageOf } from './guarded-strategy.js';

/** A strategy by its name, or from a file of the user's own (`./mine.ts`, `.js`, `.mjs`, `.cjs`). */
export async function loadStrategy(nameOrPath: string, cwd: string): Promise<StrategyDefinition> {
  const known = findStrategy(nameOrPath);
  if (known !== undefined) return known;
  if (!looksLikePath(nameOrPath)) {
    const names = strategies.map(({ name }) => name);
    const nearest = nearestName(nameOrPath, names);
    const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
    throw new UsageError(`unknown strategy ${nameOrPath}: ${hint}`);
  }
  const path = resolve(cwd, nameOrPath);
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) throw new UsageError(`strategy file ${nameOrPath} does not exist`);
  if (file.isDirectory()) throw new UsageError(`strategy file ${nameOrPath} is a folder`);
  return guarded(definitionIn(await importFile(path, cwd), nameOrPath));
}

function looksLikePath(text: string): boolean {
  return /[/\\]/.test(text) || ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'].includes(extname(text));
}

/** Our packages are found from anywhere: a strategy file needs no project around it. */
async function importFile(path: string, cwd: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const require = createRequire(import.meta.url);
  const alias: Record<string, string> = {};
  for (const name of ['contracts', 'indicators', 'strategies', 'candles', 'tulip']) {
    alias[`@fathom/${name}`] = require.resolve(`@fathom/${name}`);
  }
  alias['zod'] = require.resolve('zod');
  try {
    return await createJiti(import.meta.url, { alias, fsCache: false, moduleCache: false }).import(path);
  } catch (error) {
    throw new UsageError(`strategy file cannot be loaded: ${located(error, path, cwd)}`, { cause: error });
  }
}

/** `./mine.ts:3:9: Unexpected token`: where jiti says it was, or the line the trace names (columns are those of the compiled text). */
function located(error: unknown, path: string, cwd: string): string {
  const show = (file: string) => (relative(cwd, file).startsWith('..') ? file : `.${sep}${relative(cwd, file)}`);
  const text = error instanceof Error ? error.message : '';
  const parsing = /^(?:\w*Error: )?(.+?)\s*\n\s*(\S.*):(\d+):(\d+)\s*$/.exec(text);
  // The parser counts columns from 0, editors from 1.
  if (parsing) return `${show(parsing[2] ?? '')}:${parsing[3]}:${Number(parsing[4]) + 1}: ${parsing[1]}`;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${path}:`);
  const place = at < 0 ? null : /^:\d+/.exec(stack.slice(at + path.length));
  // Of a file that does not exist Node goes on with a list of our own.
  const [reason] = messageOf(error).split(' Require stack:');
  return `${show(path)}${place?.[0] ?? ''}: ${reason}`;
}

function definitionIn(module: unknown, shown: string): StrategyDefinition {
  // What CommonJS exports may be the definition itself.
  if (isDefinition(module)) return module;
  const exported = typeof module === 'object' && module !== null ? module : {};
  for (const key of ['default', 'strategy'] as const) {
    const candidate: unknown = key in exported ? Reflect.get(exported, key) : undefined;
    if (isDefinition(candidate)) return candidate;
  }
  throw new UsageError(
    `strategy file ${shown} exports no strategy: export default defineStrategy({ name, label, description, schema, create })`,
  );
}

function isDefinition(value: unknown): value is StrategyDefinition {
  if (typeof value !== 'object' || value === null) return false;
  const { name, schema, create } = value as Partial<StrategyDefinition>;
  return typeof name === 'string' && typeof create === 'function' && typeof schema?.parse === 'function';
}
