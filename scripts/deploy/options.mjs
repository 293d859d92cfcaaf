import { parseArgs } from 'node:util';

export const USAGE = `pnpm deploy:rsync TARGET [options]

TARGET is USER@HOST, USER@HOST:FOLDER, or a folder of this machine; FOLDER is /srv/fathom when left out.

  --apps <list>       what to deploy (default: trader,collector)
  --restart <how>     systemd, supervisor, none, or a command (default: systemd)
  --health <url>      asked on the target after the restart; anything but 200 takes the deployment back
  --health-for <s>    how long it may take to be well (default: 120)
  --keep <number>     releases kept for going back (default: 5)
  --from <folder>     a release that is staged already; nothing is built
  --dry-run           shows everything, does nothing
`;

const RESTARTS = {
  systemd: "sudo systemctl restart 'fathom-*.service'",
  supervisor: "supervisorctl restart 'fathom:*'",
  none: undefined,
};

const options = {
  apps: { type: 'string', default: 'trader,collector' },
  restart: { type: 'string', default: 'systemd' },
  health: { type: 'string' },
  'health-for': { type: 'string', default: '120' },
  keep: { type: 'string', default: '5' },
  from: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
};

/** @throws with one line for a command line that asks for what is not possible. */
export function readOptions(words) {
  const { values, positionals } = parseArgs({
    args: words.filter((word) => word !== '--'),
    options,
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new Error(`one TARGET is needed, there are ${positionals.length}`);
  const healthFor = wholeNumber('--health-for', values['health-for']);
  const keep = wholeNumber('--keep', values.keep);
  if (keep < 1) throw new Error('--keep 0 would leave nothing to go back to');
  if (values.health !== undefined && !URL.canParse(values.health))
    throw new Error(`--health ${values.health} is not an address`);
  return {
    ...target(positionals[0]),
    apps: values.apps.split(','),
    restart: Object.hasOwn(RESTARTS, values.restart) ? RESTARTS[values.restart] : values.restart,
    health: values.health,
    healthFor,
    keep,
    from: values.from,
    isDry: values['dry-run'],
  };
}

/** Where to: `host` is undefined for this machine. */
function target(text) {
  const match = /^([^@/\s]+@[^:/\s]+)(?::(.+))?$/.exec(text);
  const folder = match ? (match[2] ?? '/srv/fathom') : text;
  if (!/^\/[\w./-]*$/.test(folder)) throw new Error(`${folder} is not an absolute folder of plain characters`);
  return { host: match?.[1], folder: folder.replace(/\/+$/, '') };
}

function wholeNumber(flag, text) {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${flag} ${text} is not a whole number`);
  return Number(text);
}
