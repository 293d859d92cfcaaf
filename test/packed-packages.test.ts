import { createHash, createHmac } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { zip } from '../packages/storage/src/test-zip.js';
import { build, root } from './build.js';
import { command } from './command.js';

// The build, seen from outside: each package packed, installed with npm into another project and used there; the trader.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const candles = join(root, 'data/kraken/XBTUSD_60.csv.gz');
const tsc = join(root, 'node_modules/typescript-native/bin/tsc');
const packages = readdirSync(join(root, 'packages')).filter((name) => name !== 'testkit');

const work = mkdtempSync(join(tmpdir(), 'fathom-packed-'));
const project = join(work, 'project');
const tarball = (name: string) => join(work, 'tarballs', `fathom-${name}-${versionOf(`packages/${name}`)}.tgz`);

function versionOf(folder: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return version;
}

beforeAll(async () => {
  await build();
  const filters = packages.flatMap((name) => ['--filter', `@fathom/${name}`]);
  await command(root, 'pnpm', ...filters, 'pack', '--pack-destination', join(work, 'tarballs'));
});

/** A program of that project: the request of one call, which it does not send. */
const signedCall = (isModule: boolean) => `
${isModule ? "import { KrakenRest, MemoryNonce, Secret, systemTime } from '@fathom/exchange';" : "const { KrakenRest, MemoryNonce, Secret, systemTime } = require('@fathom/exchange');"}
new KrakenRest({
  keys: { key: new Secret('a-key-of-nobody'), secret: new Secret('c2VjcmV0'), origin: 'test' },
  nonces: new MemoryNonce(systemTime),
  transport: async (request) => {
    console.log(JSON.stringify(request));
    return { status: 200, headers: {}, text: '{"error":[],"result":{}}' };
  },
}).account.balances();
`;

describe.each(packages)('the tarball of %s', (name) => {
  it('has an exports map every Node and bundler understands', async () => {
    const bytes = new Uint8Array(readFileSync(tarball(name)));
    const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  it('has types that fit what is imported and what is required', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball(name))));
    if (result.types === false) throw new Error('no types');
    // Compilers from before exports maps see the package root only.
    const problems = result.problems.filter(
      (one) => !('resolutionKind' in one && one.resolutionKind === 'node10' && one.entrypoint !== '.'),
    );
    expect(problems).toEqual([]);
  });
});

describe('another project', () => {
  beforeAll(async () => {
    mkdirSync(project);
    const dependencies = Object.fromEntries(packages.map((name) => [`@fathom/${name}`, `file:${tarball(name)}`]));
    const devDependencies = { '@types/node': versionOf('node_modules/@types/node') };
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies, devDependencies }));
    // Without scripts: tulind's own would ask a third party for a binary before it compiles one.
    await command(project, 'npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund');
    copyFileSync(join(root, 'test/packed-packages/consumer.ts'), join(project, 'consumer.mts'));
    copyFileSync(join(root, 'test/packed-packages/consumer.ts'), join(project, 'consumer.cts'));
  });

  it('compiles against the packages, checks their declarations, and gets the same result from both module systems', async () => {
    const flags =
      '--module nodenext --target es2023 --lib es2023 --types node --strict --exactOptionalPropertyTypes'.split(' ');
    await command(project, process.execPath, tsc, ...flags, 'consumer.mts', 'consumer.cts');
    expect(readFileSync(join(project, 'consumer.cjs'), 'utf8')).toContain('require("@fathom/backtest")');

    const [esm = '', cjs = ''] = await Promise.all(
      ['consumer.mjs', 'consumer.cjs'].map((script) => command(project, process.execPath, script, candles)),
    );
    const { report, loaded, indicators }: { report: { trades: unknown[] }; loaded: boolean; indicators: number } =
      JSON.parse(esm);
    expect(report.trades.length).toBeGreaterThan(0);
    expect(loaded).toBe(true);
    expect(indicators).toBe(104);
    expect(cjs).toBe(esm);
  });

  it.each(['signed-call.mjs', 'signed-call.cjs'])(
    'signs calls to Kraken with what came in the package (%s)',
    async (script) => {
      writeFileSync(join(project, script), signedCall(script.endsWith('.mjs')));
      const told = await command(project, process.execPath, script);
      const { url, headers, body }: { url: string; headers: Record<string, string>; body: string } = JSON.parse(told);
      const { pathname } = new URL(url);
      const nonce = new URLSearchParams(body).get('nonce') ?? '';
      const hash = createHash('sha256')
        .update(nonce + body)
        .digest();
      const mac = createHmac('sha512', Buffer.from('c2VjcmV0', 'base64')).update(pathname).update(hash);
      expect([pathname, headers['API-Sign']]).toEqual(['/0/private/Balance', mac.digest('base64')]);
      // It is not asked to install what it came with.
      expect(existsSync(join(project, 'node_modules/ccxt'))).toBe(false);
    },
  );
});

describe('pnpm start', () => {
  it('leaves standard output to the trader', async () => {
    const out = await command(root, 'pnpm', '--filter', 'trader', 'start', 'strategies');
    expect(out).toMatch(/^ {2}macd /);
  });
});

describe('the built trader finds what it loads only when it is needed', () => {
  const user = join(work, 'user');
  const trader = async (...args: string[]) =>
    command(user, process.execPath, join(root, 'apps/trader/dist/main.js'), ...args);
  beforeAll(() => mkdirSync(user));

  it('for its log', async () => {
    expect(await trader('backtest', '-p', '60', '-s', '2022-06-01', '--log')).toContain('Final equity');
    expect(readdirSync(join(user, 'logs'))).toHaveLength(1);
  });

  it('for zip archives', async () => {
    const content = gunzipSync(readFileSync(candles)).toString();
    writeFileSync(join(user, 'candles.zip'), zip([{ name: 'XBTUSD_60.csv', content }]));
    await trader('data', 'import', 'candles.zip', '-c', 'XBTUSD', '-p', '60', '--out', 'candles.csv');
    expect(readFileSync(join(user, 'candles.csv'), 'utf8')).toBe(content);
  });

  it("for a user's own strategy, which may import our packages, Tulip's indicators too", async () => {
    const example = readFileSync(join(root, 'packages/strategies/examples/own-strategy.ts'), 'utf8');
    const useTulip = `import { tulip } from '@fathom/tulip';\nconsole.log('tulip', tulip.sma({ period: 2 })([1, 2, 4])[2]);\n`;
    writeFileSync(join(user, 'mine.ts'), useTulip + example);
    const out = await trader('backtest', '-p', '60', '--no-log', '--strategy', './mine.ts');
    expect(out).toContain('tulip 3\n');
    expect(out).toContain('BACKTEST Above Average');
  });
});
