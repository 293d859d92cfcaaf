// Preloaded into a measured process: at its end it says what the operating system counted.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  const path = process.env['BENCH_USAGE'];
  if (path !== undefined) writeFileSync(path, JSON.stringify({ cpuMs: (user + system) / 1000, rssMiB: maxRSS / 1024 }));
});
