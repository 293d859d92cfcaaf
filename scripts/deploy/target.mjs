import { spawnSync } from 'node:child_process';

/** Where a release goes: this machine, or another one over ssh. Every command is shown before it runs. */
export class Target {
  constructor({ host, folder, isDry, say }) {
    Object.assign(this, { host, folder, isDry, say });
  }

  /** A shell command on the target. @throws when it fails. */
  run(script) {
    const [program, ...args] =
      this.host === undefined
        ? ['sh', '-c', script]
        : ['ssh', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', this.host, script];
    this.say(this.host === undefined ? script : `ssh ${this.host} ${script}`);
    if (this.isDry) return '';
    return execute(program, args);
  }

  /** Copies a folder's content. What an earlier release has already is not sent again. */
  copy(from, to, previous) {
    const args = [
      '--archive',
      '--delete',
      '--hard-links',
      ...(previous === undefined ? [] : [`--link-dest=${previous}`]),
    ];
    const where = this.host === undefined ? `${to}/` : `${this.host}:${to}/`;
    this.say(`rsync ${args.join(' ')} ${from}/ ${where}`);
    if (!this.isDry) execute('rsync', [...args, `${from}/`, where]);
  }
}

function execute(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 600_000 });
  if (error) throw new Error(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return stdout.trim();
}
