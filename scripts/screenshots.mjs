// `pnpm screenshots`: a picture of each page people look at, at 1440 and 390 pixels, into docs/screenshots. A rehearsal
// trades, a collector collects and a backtest runs for it, from what `pnpm build` made.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(root, 'packages/dashboard/package.json'))('playwright-core');
const pictures = join(root, 'docs/screenshots');
// A bot is named after its folder.
const folder = join(mkdtempSync(join(tmpdir(), 'screenshots-')), 'fathom');
mkdirSync(folder);
const WIDTHS = [1440, 390];

/** Starts an app; resolves with what `wanted` finds in what it says. */
function start(app, args, wanted) {
  const child = spawn(process.execPath, [join(root, 'apps', app, 'dist/main.js'), ...args], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  });
  let said = '';
  const found = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        const match = wanted.exec(said);
        if (match !== null) resolve({ match, said: () => said });
      });
    }
    child.on('close', (code) => reject(new Error(`${app} ended with ${code}: ${said}`)));
  });
  return { child, found };
}

function run(app, args) {
  const { child, found } = start(app, args, /$^/);
  found.catch(() => undefined);
  return new Promise((done, failed) => {
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(`${app} ended with ${code}`))));
  });
}

mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

async function picture(name, url, prepare = async () => {}) {
  for (const width of WIDTHS) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(url);
    await page.waitForSelector('h1');
    await prepare(page);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(pictures, `${name}-${width}.png`) });
    await page.close();
  }
  console.log(name);
}

const trader = start('trader', ['-x', 'rehearsal', '--dashboard', '0', '--for', '240'], /Dashboard: (http:\S+)/);
const collector = start(
  'collector',
  ['start', '-x', 'rehearsal', '--dashboard', '0', '--no-screen', '--for', '240s'],
  /Dashboard: (http:\S+)/,
);
try {
  await run('trader', ['backtest', '-p', '60', '--strategy', 'macd', '--html', 'report.html', '--no-log']);
  await picture('report', pathToFileURL(join(folder, 'report.html')).href);
  const { match, said } = await trader.found;
  // A trade to be seen.
  while (!/Trade \d+ closed/.test(said())) await new Promise((done) => setTimeout(done, 500));
  const [{ about }] = await (await fetch(`${match[1]}/api/bots`)).json();
  for (const tab of ['overview', 'trades', 'orders', 'events', 'log', 'limits', 'settings']) {
    await picture(`trader-${tab}`, `${match[1]}/#/bots/${about.id}/${tab}`);
  }
  const captured = (await collector.found).match[1];
  await picture('collector', captured);
  await picture('collector-book', `${captured}/#/books/XXBTZUSD`, (page) => page.waitForSelector('canvas'));
} finally {
  trader.child.kill();
  collector.child.kill();
  await browser.close();
}
