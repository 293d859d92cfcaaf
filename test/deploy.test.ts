import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

// What runs Fathom on a host, as far as this machine can try it: rsync, systemd's and supervisor's own readers.

// Of the language server protocol.
const ERROR = 1;
const WARNING = 2;

const root = fileURLToPath(new URL('..', import.meta.url));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const shipped = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8');

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  folders.push(folder);
  return folder;
}

/** A release as `stage.mjs` makes one, of a program that only says who it is. */
function release(name: string, changes: object = {}): string {
  const folder = temporary();
  mkdirSync(join(folder, 'apps/trader/dist'), { recursive: true });
  writeFileSync(join(folder, 'apps/trader/dist/main.js'), `console.log('${name}')`);
  const { platform, arch, versions } = process;
  writeFileSync(
    join(folder, 'release.json'),
    JSON.stringify({ platform, arch, modules: versions.modules, ...changes }),
  );
  return folder;
}

/** Asynchronous, because the health of a target may be served by this process. */
function deploy(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'scripts/deploy/main.mjs'), ...args], { cwd: root });
    let out = '';
    let err = '';
    child.stdout.on('data', (part) => (out += part));
    child.stderr.on('data', (part) => (err += part));
    child.on('close', (code) => done({ code, out, err }));
  });
}

const running = (target: string) => readFileSync(join(target, 'current/apps/trader/dist/main.js'), 'utf8');

describe.runIf(has('rsync'))('pnpm deploy:rsync', () => {
  it('puts a release beside what is there and switches over; bots, data and logs stay', async () => {
    const target = join(temporary(), 'fathom');
    mkdirSync(join(target, 'data/ledgers'), { recursive: true });
    mkdirSync(join(target, 'bots/itchbot/logs'), { recursive: true });
    writeFileSync(join(target, 'data/ledgers/988-live.sqlite'), 'precious');
    writeFileSync(join(target, 'bots/itchbot/logs/log'), 'told');
    const restart = `echo restarted >> ${join(target, 'data/restarts')}`;
    expect(await deploy(target, '--from', release('one'), '--restart', restart)).toMatchObject({ code: 0, err: '' });
    expect(running(target)).toContain('one');
    expect(readFileSync(join(target, 'data/ledgers/988-live.sqlite'), 'utf8')).toBe('precious');
    expect(readFileSync(join(target, 'bots/itchbot/logs/log'), 'utf8')).toBe('told');
    expect(readFileSync(join(target, 'data/restarts'), 'utf8')).toBe('restarted\n');
  });

  it('goes back when the new release is not well', async () => {
    let status = 200;
    const server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const health = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
    const target = join(temporary(), 'fathom');
    const common = ['--health', health, '--health-for', '0', '--restart', 'none'];
    expect((await deploy(target, '--from', release('one'), ...common)).code).toBe(0);
    const good = readlinkSync(join(target, 'current'));
    status = 503;
    // A release is named by its second.
    while (existsSync(join(target, 'releases', new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')))) {
      await new Promise((done) => setImmediate(done));
    }
    const { code, err } = await deploy(target, '--from', release('two'), ...common);
    server.close();
    expect(code).toBe(1);
    expect(err).toMatch(
      new RegExp(`^error: taken back: .*not well: HTTP 503; ${good} runs again, \\S+ is there to be looked at\\n$`),
    );
    expect(running(target)).toContain('one');
    expect(readdirSync(join(target, 'releases'))).toHaveLength(2);
  });

  it('does not deploy what was compiled for another Node', async () => {
    const target = join(temporary(), 'fathom');
    const { code, err } = await deploy(target, '--from', release('one', { modules: '1' }), '--restart', 'none');
    expect(code).toBe(1);
    expect(err).toContain('the release was built for');
    expect(existsSync(join(target, 'releases'))).toBe(false);
  });

  it('shows everything and does nothing on a dry run, elsewhere too', async () => {
    const target = join(temporary(), 'fathom');
    const here = await deploy(target, '--from', release('one'), '--dry-run');
    expect([here.code, existsSync(target)]).toEqual([0, false]);
    const { code, out } = await deploy('me@bots.example:/srv/bots', '--dry-run', '--restart', 'supervisor');
    expect(code).toBe(0);
    for (const line of [
      'would build trader',
      'would run: ssh me@bots.example mkdir -p /srv/bots/releases /srv/bots/bots /srv/bots/data',
      /would run: rsync --archive --delete --hard-links .*release\/ me@bots\.example:\/srv\/bots\/releases\/\d{8}T\d{6}\//,
      /would run: ssh me@bots\.example cd \/srv\/bots && ln -s releases\/\d{8}T\d{6} current\.new && mv -T current\.new current/,
      "would run: ssh me@bots.example supervisorctl restart 'fathom:*'",
      'Nothing was done.',
    ]) {
      expect(out).toMatch(line);
    }
  });

  it.each([
    [[], 'one TARGET is needed, there are 0'],
    [['here'], 'here is not an absolute folder'],
    [['me@host:/srv/$(reboot)'], 'is not an absolute folder of plain characters'],
    [['/srv/fathom', '--keep', '0'], '--keep 0 would leave nothing to go back to'],
    [['/srv/fathom', '--health', 'yes'], '--health yes is not an address'],
    [['/srv/fathom', '--colour'], '--colour'],
  ])('explains %j', async (args, message) => {
    const { code, err } = await deploy(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('pnpm deploy:rsync TARGET');
  });
});

describe.runIf(has('systemd-analyze'))('the units of systemd', () => {
  const units = readdirSync(join(root, 'deploy/systemd'));

  it.each(units)('%s is understood', (unit) => {
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', join(root, 'deploy/systemd', unit)],
      {
        encoding: 'utf8',
      },
    );
    // Whether the binaries are there is the host's affair; what the unit says is ours.
    const complaints = stderr.split('\n').filter((line) => line.includes(unit.replace('@', '')) || line.includes(unit));
    expect(complaints.filter((line) => !line.includes('is not executable'))).toEqual([]);
    expect(status === 0 || stderr.includes('is not executable')).toBe(true);
  });

  it.each(['fathom-bot@.service', 'fathom-fleet.service', 'fathom-collector.service'])(
    '%s can do little harm',
    (unit) => {
      const path = join(root, 'deploy/systemd', unit);
      const { stdout, status, stderr } = spawnSync(
        'systemd-analyze',
        ['security', '--offline=true', '--threshold=20', '--no-pager', path],
        {
          encoding: 'utf8',
        },
      );
      // 0 is no access at all, 10 is everything; --threshold is in tenths.
      expect(`${stdout.trim().split('\n').at(-1)}${stderr}`).toMatch(/exposure level .*: [01]\.\d/);
      expect(status).toBe(0);
    },
  );
});

describe.runIf(has('supervisord'))('the sections of supervisor', () => {
  it('start a bot in its folder, and end it in good order', async () => {
    const folder = temporary();
    mkdirSync(join(folder, 'data'));
    for (const app of ['trader', 'collector']) {
      mkdirSync(join(folder, `current/apps/${app}/dist`), { recursive: true });
      writeFileSync(
        join(folder, `current/apps/${app}/dist/main.js`),
        `console.log('runs', process.argv.slice(2).join(' '), process.cwd(), process.env.XDG_STATE_HOME);
         setInterval(() => {}, 1000);
         process.once('SIGTERM', () => { console.log('ends'); process.exit(0); });`,
      );
    }
    const sections = shipped('supervisor/fathom.conf')
      .replaceAll('/srv/fathom', folder)
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('user=fathom\n', '')
      .replaceAll('startsecs=10', 'startsecs=0');
    const path = join(folder, 'supervisord.conf');
    writeFileSync(
      path,
      `[supervisord]\nnodaemon=true\nlogfile=${folder}/supervisord.log\npidfile=${folder}/pid\n${sections}`,
    );
    const supervisord = spawn('supervisord', ['-n', '-c', path]);
    const closed = new Promise((done) => supervisord.on('close', done));
    const log = join(folder, 'data/supervisor-itchbot.log');
    const text = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
    await expect.poll(text, { timeout: 20_000 }).toContain(`runs start --only itchbot ${folder} ${folder}/data/state`);
    supervisord.kill('SIGTERM');
    await closed;
    expect(text()).toContain('ends');
  });
});

describe('the image', () => {
  it('is described without a mistake', () => {
    const text = shipped('docker/Dockerfile');
    const found = validate(text).filter(({ severity = ERROR }) => severity <= WARNING);
    expect(found.map(({ message, range }) => `${range.start.line + 1}: ${JSON.stringify(message)}`)).toEqual([]);
    const stages = text.split(/^FROM /m).slice(1);
    const last = stages.at(-1) ?? '';
    expect(stages).toHaveLength(2);
    // Not as root, no compiler, signals to the program itself.
    expect(last).toMatch(/^USER node$/m);
    expect(last).not.toMatch(/apt-get|npm install/);
    expect(last).toMatch(/^ENTRYPOINT \["node",/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
  });

  it('is composed of what there is', () => {
    const {
      services,
    }: { services: Record<string, { entrypoint?: string[]; read_only?: boolean; volumes?: string[] }> } = parse(
      shipped('docker/compose.yaml'),
      { merge: true },
    );
    expect(Object.keys(services)).toEqual(['bots', 'collector', 'datadog']);
    for (const name of ['bots', 'collector']) {
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'], restart: 'on-failure' });
      expect(services[name]?.volumes).toContain('data:/srv/fathom/data');
    }
    expect(services['collector']?.entrypoint?.[1]).toContain('/apps/collector/');
  });
});
