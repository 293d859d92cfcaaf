// `pnpm deploy:rsync USER@HOST`: builds, copies what a host needs beside what runs there, switches over in one step,
// restarts, and goes back when the new release is not well. Bots, ledgers, recordings and logs are not touched.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, USAGE } from './options.mjs';
import { stage } from './stage.mjs';
import { Target } from './target.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

try {
  deploy(readOptions(process.argv.slice(2)));
} catch (error) {
  const isUsage =
    error.code?.startsWith('ERR_PARSE_ARGS') === true || /^(one TARGET|--|\S+ is not an absolute)/.test(error.message);
  process.stderr.write(`error: ${error.message}\n${isUsage ? `\n${USAGE}` : ''}`);
  process.exitCode = isUsage ? 2 : 1;
}

function deploy(options) {
  const { folder, isDry } = options;
  const target = new Target({ ...options, say: (line) => say(`${isDry ? 'would run: ' : '> '}${line}`) });
  const work = mkdtempSync(join(tmpdir(), 'fathom-release-'));
  try {
    const release = options.from === undefined ? build(options, join(work, 'release')) : resolve(options.from);
    checkFits(target, release, isDry);
    const name = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    const previous = target.run(`readlink ${folder}/current 2>/dev/null || true`) || undefined;
    target.run(`mkdir -p ${folder}/releases ${folder}/bots ${folder}/data`);
    target.copy(release, `${folder}/releases/${name}`, previous === undefined ? undefined : `${folder}/${previous}`);
    switchTo(target, `releases/${name}`);
    try {
      restart(target, options);
      waitUntilWell(target, options);
    } catch (error) {
      if (previous === undefined)
        throw new Error(`${error.message}; there is no earlier release to go back to`, { cause: error });
      say(`${error.message}: going back to ${previous}`);
      switchTo(target, previous);
      restart(target, options);
      throw new Error(`taken back: ${error.message}; ${previous} runs again, ${name} is there to be looked at`, {
        cause: error,
      });
    }
    target.run(`cd ${folder}/releases && ls -1 | sort -r | tail -n +${options.keep + 1} | xargs -r rm -rf`);
    say(isDry ? 'Nothing was done.' : `Release ${name} runs in ${folder}.`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function build({ apps, isDry }, folder) {
  for (const app of apps) {
    say(`${isDry ? 'would build' : 'building'} ${app}`);
    if (!isDry) execFileSync('node', ['scripts/build.mjs', app], { stdio: 'inherit' });
  }
  if (!isDry) stage(folder, apps);
  return folder;
}

/** Compiled parts run on one kind of machine and one Node only. */
function checkFits(target, release, isDry) {
  const there = target.run(`node -p "[process.platform, process.arch, process.versions.modules].join(' ')"`);
  if (isDry) return;
  const { platform, arch, modules } = JSON.parse(readFileSync(join(release, 'release.json'), 'utf8'));
  const here = [platform, arch, modules].join(' ');
  if (there !== here) throw new Error(`the target's Node is ${there}, the release was built for ${here}`);
}

/** One rename: there is no moment without a release. */
function switchTo(target, release) {
  target.run(`cd ${target.folder} && ln -s ${release} current.new && mv -T current.new current`);
}

function restart(target, { restart: command }) {
  if (command !== undefined) target.run(command);
}

function waitUntilWell(target, { health, healthFor }) {
  if (health === undefined) return;
  const script = [
    `const until = Date.now() + ${healthFor * 1000}; let last = "no answer";`,
    `const ask = () => fetch(${JSON.stringify(health)}, { signal: AbortSignal.timeout(5000) })`,
    `.then((a) => { if (a.ok) process.exit(0); last = "HTTP " + a.status; }, () => {})`,
    `.then(() => { if (Date.now() > until) { console.error("not well: " + last); process.exit(1); } setTimeout(ask, 1000); }); ask();`,
  ].join('');
  target.run(`node -e '${script}'`);
}
