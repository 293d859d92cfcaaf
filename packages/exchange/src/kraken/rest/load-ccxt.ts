import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FathomError } from '@fathom/contracts';

/** What is used of ccxt's Kraken class: it builds and signs requests. It never sends any. */
export interface CcxtKraken {
  nonce: () => number | bigint;
  sign(
    path: string,
    api: 'public' | 'private',
    method: 'GET' | 'POST',
    parameters: Readonly<Record<string, unknown>>,
  ): SignedRequest;
  /** Its table of calls, by access, method and name. */
  readonly api: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

interface SignedRequest {
  readonly url: string;
  readonly method: string;
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export type CcxtKrakenClass = new (options: Readonly<Record<string, unknown>>) => CcxtKraken;

/** Beside the built code; there is none beside the source. */
const BUNDLED = './ccxt-kraken.cjs';

let loading: Promise<CcxtKrakenClass> | undefined;

/**
 * ccxt's Kraken class alone, loaded on first use: the whole of ccxt takes three times as long and three times the
 * memory. In a build it lies beside this code as one file, with the licences of what is in it; from source it is ccxt's
 * own file, which ccxt names nowhere, so where that is not found the whole is loaded.
 */
export function loadCcxt(): Promise<CcxtKrakenClass> {
  loading ??= load().catch((error: unknown) => {
    // The next call tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<CcxtKrakenClass> {
  const require = createRequire(import.meta.url);
  const bundled = await classIn(async () => require(BUNDLED));
  if (bundled !== undefined) return bundled;
  const main = require.resolve('ccxt');
  const alone = join(dirname(main), '..', 'js', 'src', 'kraken.js');
  return (await classIn(() => importFile(alone, require))) ?? (await whole(require));
}

/** Node 20.19 and later require ES modules too, which a bundle that may not import() needs. */
async function importFile(path: string, require: NodeJS.Require): Promise<unknown> {
  try {
    return require(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ESM') {
      return import(pathToFileURL(path).href);
    }
    throw error;
  }
}

async function whole(require: NodeJS.Require): Promise<CcxtKrakenClass> {
  const found = await classIn(async () => require('ccxt'));
  if (found === undefined) throw new FathomError('ccxt', 'ccxt has no class for Kraken: is it installed as pinned?');
  return found;
}

async function classIn(loadModule: () => Promise<unknown>): Promise<CcxtKrakenClass | undefined> {
  try {
    const module = await loadModule();
    if (typeof module !== 'object' || module === null) return undefined;
    if ('default' in module && isKraken(module.default)) return module.default;
    return 'kraken' in module && isKraken(module.kraken) ? module.kraken : undefined;
  } catch {
    return undefined;
  }
}

function isKraken(value: unknown): value is CcxtKrakenClass {
  return typeof value === 'function' && typeof value.prototype?.sign === 'function';
}
