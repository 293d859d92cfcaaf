// Builds what changed: everything, or one app and what it needs (`build.mjs trader`). Standard output stays free for
// the app that starts next; turbo is heard only when a build fails.
import { spawn } from 'node:child_process';

const [app] = process.argv.slice(2);
// Not `app...`: turbo counts what the root depends on as needed by every package, and `pnpm --filter app` has installed
// only what the app needs. What that is, `dependsOn: ["^build"]` of turbo.json says.
const args = ['run', 'build', '--output-logs=errors-only', ...(app === undefined ? [] : [`--filter=${app}`])];
const turbo = spawn('turbo', args, {
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  shell: process.platform === 'win32',
  stdio: ['ignore', 'pipe', 'pipe'],
});

const heard = [];
turbo.stdout.on('data', (chunk) => heard.push(chunk));
turbo.stderr.on('data', (chunk) => heard.push(chunk));
const patience = setTimeout(() => console.error('building…'), 1000);

turbo.on('error', (error) => heard.push(Buffer.from(`${error.message}\n`)));
turbo.on('close', (code) => {
  clearTimeout(patience);
  if (code !== 0) process.stderr.write(Buffer.concat(heard));
  process.exitCode = code === 0 ? 0 : 1;
});
