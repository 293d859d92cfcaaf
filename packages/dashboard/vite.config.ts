import { defineConfig, type UserConfig } from 'vite';

const common: UserConfig = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** One script and one style sheet, which `reportPage` puts into the file it writes. */
const report: UserConfig = {
  ...common,
  build: {
    outDir: 'dist/web/report',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'web/report/main.tsx', formats: ['iife'], name: 'fathomReport', fileName: () => 'report.js' },
    rolldownOptions: { output: { assetFileNames: 'report[extname]' } },
  },
};

/** Files that the dashboard serves. */
const dashboard: UserConfig = {
  ...common,
  root: 'web/dashboard',
  build: {
    outDir: '../../dist/web/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
  },
};

export default defineConfig(({ mode }) => (mode === 'dashboard' ? dashboard : report));
