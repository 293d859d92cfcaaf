import { defineConfig } from 'tsup';

/** How every library is built: ESM, CommonJS and declarations, one entry. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
  target: 'node20',
});
