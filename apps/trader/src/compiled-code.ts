import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** A CommonJS file that has been run. */
export interface LoadedFile {
  readonly exports: unknown;
  /** Keeps the code compiled up to now beside the file, for the next start. */
  readonly keepCompiled: () => void;
}

/**
 * Runs a CommonJS file as `require` does, with the code V8 compiled in an earlier run. Compiling the program
 * anew at each start takes longer than a backtest of 10,000 candles. Code kept by another version of V8, or of
 * another source, is refused by V8 and compiled as usual.
 */
export function loadCompiled(path: string): LoadedFile {
  const kept = `${path}.compiled`;
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  const cachedData = keptCode(kept);
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
  return { exports: module.exports, keepCompiled: () => writeFileSync(kept, script.createCachedData()) };
}

function keptCode(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
