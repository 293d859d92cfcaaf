// Asked for and not imported: an import of an ES module runs every getter of a built-in one, which loads, of `fs`, all
// that has to do with streams.
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const path = process.getBuiltinModule('node:path');
const { setFlagsFromString } = process.getBuiltinModule('node:v8');
const { Script } = process.getBuiltinModule('node:vm');

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
export function loadCompiled(file: string): LoadedFile {
  compileLater();
  const kept = `${file}.compiled`;
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const cachedData = keptCode(kept);
  const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, path.dirname(file));
  return { exports: module.exports, keepCompiled: () => keep(script, kept) };
}

function keep(script: InstanceType<typeof Script>, file: string): void {
  // The run may have asked for other flags, and kept code belongs to those it was made with.
  compileLater();
  writeFileSync(file, script.createCachedData());
}

/**
 * Has V8 compile for speed what has run eight times as long as it otherwise waits for. Over 10,000 candles it would spend a
 * fifth of the processor time on code that is hardly used again. A run over many candles takes it back (`io.ts`), since a
 * million take a tenth less with V8's own patience. Measured with Node 20 alone, whose V8 it is confined to. Kept code
 * belongs to the flags it was made with, so it is asked for before.
 */
function compileLater(): void {
  if (process.versions.v8.startsWith('11.3.')) setFlagsFromString('--interrupt-budget=540000');
}

function keptCode(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
