import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import { nearestName, type StrategyDefinition, UsageError } from '@fathom/contracts';
import { findStrategy, strategies } from '@fathom/strategies';

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
  if (!existsSync(path)) throw new UsageError(`strategy file ${nameOrPath} does not exist`);
  return definitionIn(await importFile(path, nameOrPath), nameOrPath);
}

function looksLikePath(text: string): boolean {
  return /[/\\]/.test(text) || ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'].includes(extname(text));
}

/** Our packages are found from anywhere: a strategy file needs no project around it. */
async function importFile(path: string, shown: string): Promise<unknown> {
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
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(`strategy file ${shown} cannot be loaded: ${reason}`, { cause: error });
  }
}

function definitionIn(module: unknown, shown: string): StrategyDefinition {
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
