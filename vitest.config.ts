import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

// Workspace packages resolve to their sources, so tests need no build.
const conditions = ['@fathom/source', 'module', 'node', 'development|production'];

/** Closes a run with one plain line that any CI can read: `6 passed, 0 failed`. */
const plainLine: Reporter = {
  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count[test.result().state] += 1;
      // A file that did not load holds no tests, yet it is a failure.
      if (module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed')) count.failed += 1;
    }
    const skipped = count.skipped + count.pending;
    console.log(`${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/web/**/*.test.ts',
      'packages/*/testing/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: 'test/temporary-folder.ts',
    // A test that hangs is a failure, one on a busy machine is not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: ['default', plainLine],
  },
});
