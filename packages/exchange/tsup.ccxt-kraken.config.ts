import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';

const ccxt = dirname(createRequire(import.meta.url).resolve('ccxt'));

/**
 * ccxt's Kraken class with what it needs, in one file beside ours: it loads in half the time of its eighty own, and who
 * installs this package does not install ccxt's 60 MB.
 */
export default defineConfig({
  entry: { 'ccxt-kraken': join(ccxt, '..', 'js', 'src', 'kraken.js') },
  format: ['cjs'],
  outExtension: () => ({ js: '.cjs' }),
  target: 'node20',
  platform: 'node',
  dts: false,
  splitting: false,
  clean: false,
  noExternal: [/./],
  esbuildPlugins: [licences('dist/ccxt-kraken.licences.txt')],
  esbuildOptions(options) {
    // Never loaded for signing: other exchanges' protocols, and a client for requests that ccxt does not send here. Of
    // sockets there is one already.
    options.external = ['protobufjs', 'protobufjs/*', 'undici', 'ws'];
    options.minifySyntax = true;
    options.minifyWhitespace = true;
    options.metafile = true;
  },
});

/** Writes the licences of all packages that are in the bundle: each asks to be passed on with it. */
function licences(path: string): NonNullable<Options['esbuildPlugins']>[number] {
  return {
    name: 'licences',
    setup(build) {
      build.onEnd(({ metafile }) => {
        const folders = new Set(Object.keys(metafile?.inputs ?? {}).map(packageOf));
        const texts = [...folders].filter((folder) => folder !== '').map(licenceOf);
        if (texts.length > 0)
          writeFileSync(path, texts.toSorted((a, b) => a.localeCompare(b)).join(`\n${'-'.repeat(80)}\n\n`));
      });
    },
  };
}

function packageOf(file: string): string {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && 'version' in manifest(folder)) return folder;
  }
  return '';
}

function manifest(folder: string): { name?: string; version?: string; license?: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function licenceOf(folder: string): string {
  const { name, version, license } = manifest(folder);
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} ${version} is in the bundle and has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
