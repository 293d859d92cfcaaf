import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './command.js';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds everything once in a run of the tests. Test files run at the same time, each in its own process, and a build
 * empties `dist` first: whoever comes second waits for the first one's build.
 */
export async function build(): Promise<void> {
  // The temporary folder is this run's own.
  const done = join(tmpdir(), 'built');
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${tmpdir()}` : join(tmpdir(), 'building');
  if (existsSync(done)) return;
  const builder = await claim(address);
  if (builder === undefined) {
    await released(address);
    return build();
  }
  try {
    if (existsSync(done)) return;
    await command(root, 'pnpm', 'build');
    writeFileSync(done, '');
  } finally {
    builder();
  }
}

/** Takes the address, and gives what lets go of it; undefined when another process has it. */
function claim(address: string): Promise<(() => void) | undefined> {
  const waiting = new Set<Socket>();
  const server: Server = createServer((socket) => waiting.add(socket.on('error', () => undefined)));
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(address, () =>
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
      }),
    );
  });
}

function released(address: string): Promise<void> {
  return new Promise((resolve) => {
    connect(address)
      .on('error', () => undefined)
      .on('close', () => resolve());
  });
}
