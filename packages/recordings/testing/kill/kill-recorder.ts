import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RecordingArchive, sealFolder, verify } from '@fathom/recordings';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

export interface Kill {
  /** Messages the process had said it had handled. */
  readonly handled: number;
  /** Messages that are in the recording, every checksum proved. */
  readonly verified: number;
  /** Bytes that recovery cut off. */
  readonly cut: number;
  readonly damaged: number;
}

/** Lets a process record into a new folder, kills it when it has handled so many messages, and looks what is there. */
export async function killRecorder(folder: string, rate: number, seed: number, messages: number): Promise<Kill> {
  const args = ['--import', 'tsx', '--conditions=@fathom/source', CHILD, folder, String(rate), String(seed)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let handled = 0;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (said + chunk.toString()).split('\n');
    said = lines.pop() ?? '';
    handled = Number(lines.at(-1) ?? handled);
    if (handled >= messages) child.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => {
    child.on('close', (_, by) => resolve(by));
  });
  if (signal !== 'SIGKILL') throw new Error('the recorder ended by itself');

  const sealed = await sealFolder(folder, { now: () => performance.timeOrigin + performance.now() });
  const archive = await RecordingArchive.open(folder);
  const { days, damaged } = await verify(archive);
  await archive.close();
  return {
    handled,
    verified: days.reduce((sum, day) => sum + day.verified, 0),
    cut: sealed.reduce((sum, { cut }) => sum + (cut?.cutBytes ?? 0), 0),
    damaged: damaged.length,
  };
}
