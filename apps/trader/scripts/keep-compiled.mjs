// The last step of the build: runs a backtest once and keeps what V8 has compiled by its end beside the program, so
// that no later start compiles it again.
import { execFileSync } from 'node:child_process';
import { devNull } from 'node:os';

execFileSync(process.execPath, ['dist/main.js', 'backtest', '-p', '60', '--no-log', '--json', devNull], {
  env: { ...process.env, TRADER_KEEP_COMPILED: '1' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
