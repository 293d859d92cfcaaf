import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type Options } from 'tsup';

const common: Options = { dts: false, target: 'node20', clean: false, platform: 'node' };

export default defineConfig([
  { ...common, entry: { main: 'src/launch.ts' }, format: ['esm'] },
  {
    ...common,
    entry: { trader: 'src/main.ts' },
    format: ['cjs'],
    outExtension: () => ({ js: '.cjs' }),
    // Our own packages and the few libraries every run needs become one file, which starts sooner than fifty. What
    // only some runs need stays out and is loaded when it is used.
    noExternal: [/^@fathom\/(?!dashboard$|tulip$)/, 'commander', 'picocolors', 'zod'],
    external: [
      '@fathom/dashboard',
      '@duckdb/node-api',
      '@fathom/tulip',
      'tulind',
      'jiti',
      'pg',
      'winston',
      'winston-transport',
      'yauzl',
      '@slack/webhook',
      'hot-shots',
      'prom-client',
    ],
    shims: true,
    removeNodeProtocol: false,
    sourcemap: true,
    splitting: false,
    onSuccess: async () => copyCcxt(),
    esbuildOptions(options) {
      options.conditions = ['@fathom/source'];
      // Names stay for the stack traces in people's reports.
      options.minifySyntax = true;
      options.minifyWhitespace = true;
      // commander would load it at every start, for sub-commands that are programs of their own. We have none.
      options.alias = { 'node:child_process': './src/no-child-process.ts' };
      // A script that V8 keeps compiled cannot import(); what is loaded late is CommonJS anyway.
      options.supported = { 'dynamic-import': false };
    },
  },
]);

/** ccxt's Kraken class, as the build of `exchange` made it: it is looked for beside the code that loads it. */
function copyCcxt(): void {
  const built = dirname(createRequire(import.meta.url).resolve('@fathom/exchange'));
  for (const name of ['ccxt-kraken.cjs', 'ccxt-kraken.licences.txt'])
    copyFileSync(join(built, name), join('dist', name));
}
