import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { main: 'src/main.ts' },
  format: ['esm'],
  dts: false,
  target: 'node20',
  platform: 'node',
  clean: true,
  sourcemap: true,
  splitting: true,
  // Our own packages become one file; libraries that only some runs need are loaded when they are used.
  noExternal: [/^@fathom\/(?!dashboard$)/],
  external: [
    '@duckdb/node-api',
    '@fathom/dashboard',
    'better-sqlite3',
    'ccxt',
    'commander',
    'hot-shots',
    'pg',
    'winston',
    'winston-transport',
    'ws',
    'yauzl',
    'zod',
  ],
  esbuildOptions(options) {
    options.conditions = ['@fathom/source'];
  },
});
