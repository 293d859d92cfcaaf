const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

// The arrow table: who may import whom. Apps may import any package; packages never import apps.
const ALLOWED = {
  contracts: [],
  indicators: [],
  tulip: [],
  candles: ['contracts'],
  ledger: ['contracts'],
  strategies: ['contracts', 'indicators'],
  'order-book': ['contracts'],
  engine: ['contracts', 'ledger'],
  simulator: ['contracts'],
  backtest: ['contracts', 'candles', 'engine', 'ledger', 'simulator'],
  trading: ['contracts', 'candles', 'engine', 'ledger'],
  capture: ['contracts', 'order-book'],
  exchange: ['contracts'],
  'kraken-simulator': ['contracts', 'order-book', 'simulator'],
  files: ['contracts'],
  storage: ['contracts', 'files'],
  recordings: ['contracts', 'files', 'order-book'],
  notifications: ['contracts', 'files'],
  terminal: ['contracts'],
  dashboard: ['contracts'],
  testkit: ['contracts'],
};
// The root's own dependencies can be found from everywhere below it, so finding a package proves nothing.
const declared = ['packages', 'apps'].flatMap((kind) =>
  readdirSync(path.join(__dirname, kind)).map((name) => {
    const own = JSON.parse(readFileSync(path.join(__dirname, kind, name, 'package.json'), 'utf8'));
    const names = Object.keys({ ...own.dependencies, ...own.devDependencies });
    const ours = names.filter((dep) => dep.startsWith('@fathom/')).map((dep) => dep.slice('@fathom/'.length));
    return { folder: `${kind}/${name}`, allowed: [...ours, 'testkit', 'tulip'].map((dep) => `packages/${dep}`) };
  }),
);

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      // The stub is put into the trader's bundle by tsup.config.ts.
      from: { orphan: true, pathNot: ['\\.(test|config)\\.ts$', 'no-child-process\\.ts$'] },
      to: {},
    },
    { name: 'packages-never-import-apps', severity: 'error', from: { path: '^packages' }, to: { path: '^apps' } },
    {
      name: 'no-deep-imports',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^packages/([^/]+)/src/(?!index\\.ts)',
        // Schemas are public entries of their own, because they alone load zod.
        pathNot: ['^packages/$2/', '^packages/contracts/src/(backtest-report|risk-limits)\\.ts$'],
      },
    },
    ...Object.entries(ALLOWED).map(([name, deps]) => ({
      name: `${name}-depends-only-on-its-layer`,
      severity: 'error',
      from: { path: `^packages/${name}/src`, pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/', pathNot: [`^packages/(${[name, ...deps].join('|')})/`] },
    })),
    {
      name: 'every-package-has-its-layer',
      severity: 'error',
      from: { path: '^packages/', pathNot: `^packages/(${Object.keys(ALLOWED).join('|')})/` },
      to: {},
    },
    ...declared.map(({ folder, allowed }) => ({
      name: `${folder}-declares-what-it-imports`,
      comment: 'testkit and tulip are test tools of the root; the layers above keep them out of the rest',
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: '^(packages|apps)/', pathNot: `^(${[folder, ...allowed].join('|')})/` },
    })),
    {
      name: 'testkit-only-from-tests',
      severity: 'error',
      from: {
        path: '^(packages|apps)/',
        pathNot: ['\\.test\\.ts$', '^apps/[^/]+/test/', '^packages/[^/]+/testing/', '^packages/testkit/'],
      },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'core-is-pure',
      comment: 'no node builtins or network in the core',
      severity: 'error',
      from: {
        path: '^packages/(contracts|indicators|candles|ledger|strategies|order-book|engine|simulator|backtest|trading|capture)/src',
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-non-package-json',
      comment: 'tests use the test tools of the root',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'dist' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@fathom/source', 'import', 'types', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
