import { defineConfig } from 'vite';

// One script and one style sheet, which `reportPage` puts into the file it writes.
export default defineConfig({
  build: {
    outDir: 'dist/web/report',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'web/report/main.tsx', formats: ['iife'], name: 'fathomReport', fileName: () => 'report.js' },
    rolldownOptions: { output: { assetFileNames: 'report[extname]' } },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { 'process.env.NODE_ENV': '"production"' },
});
