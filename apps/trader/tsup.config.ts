import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  dts: false,
  // Our own packages and the few libraries every run needs become one file: a back-test of 10,000 candles takes less
  // time than resolving fifty modules. What only some runs need stays out and is loaded when it is used.
  noExternal: [/^@fathom\//, 'commander', 'picocolors', 'zod'],
  external: ['@fathom/tulip', 'tulind', 'jiti', 'winston', 'winston-transport', 'yauzl'],
  esbuildOptions(options) {
    options.conditions = ['@fathom/source'];
    // Bundled CommonJS may ask for Node's own modules.
    options.banner = {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    };
  },
  splitting: true,
  minifySyntax: true,
  sourcemap: true,
  clean: true,
  target: 'node20',
});
