import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

/** How every library is built: ESM, CommonJS and declarations. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  // Declarations come from the native compiler: a sixth of the time tsup's own need.
  dts: false,
  sourcemap: true,
  clean: true,
  target: 'node20',
  onSuccess: async () => declarations(),
});

/** `dist/types` for import, the same again for require: what a `.d.ts` is, its nearest package.json says. */
function declarations(): void {
  execFileSync('tsc', ['-p', 'tsconfig.declarations.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
  cpSync('dist/types', 'dist/types-cjs', { recursive: true });
  writeFileSync('dist/types-cjs/package.json', '{ "type": "commonjs" }\n');
}
