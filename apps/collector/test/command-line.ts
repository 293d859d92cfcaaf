import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ManualTime, SeededRandom } from '@fathom/testkit';
import { afterEach } from 'vitest';
import { run } from '../src/cli.js';
import type { Io } from '../src/io.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export interface UserOptions {
  readonly time: ManualTime;
  readonly network: NonNullable<Io['network']>;
  /** In place of a new, empty folder. */
  readonly folder?: string;
  /** He sits at a terminal so wide; default none. */
  readonly columns?: number | undefined;
}

/** A user in a folder, whose network ends in a test and whose time is moved by hand. */
export function newUser({ time, network, folder = newFolder(), columns }: UserOptions) {
  return {
    folder,
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    /** Everything in a folder of his, by path. */
    files: (name = '.') =>
      readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .toSorted(),
    /** Types a command that runs until it is ended. */
    start: (...args: string[]) => typed(args, { folder, time, network, columns }),
    /** Types a command and lets time pass until it is done. */
    collector: async (...args: string[]) => {
      const command = typed(args, { folder, time, network, columns });
      return { code: await whileTimePasses(time, command.ended), out: command.out(), err: command.err() };
    },
  };
}

function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'collector-'));
  folders.push(parent);
  const folder = join(parent, 'localbot');
  mkdirSync(folder);
  return folder;
}

function typed(args: readonly string[], { folder, time, network, columns }: Required<UserOptions>) {
  let [out, err] = ['', ''];
  let end: () => void = NOTHING;
  const untilEnded = new Promise<void>((resolve) => {
    end = resolve;
  });
  const ended = run(args, {
    out: { write: (text) => (out += text), ...(columns !== undefined && { isTTY: true, columns }) },
    err: { write: (text) => (err += text) },
    cwd: folder,
    env: {},
    network,
    time,
    random: new SeededRandom(1),
    stopwatch: () => time.now(),
    untilEnded: () => untilEnded,
  });
  return {
    /** Its exit code. */
    ended,
    out: () => out,
    err: () => err,
    /** As by Ctrl-C. */
    end: () => {
      end();
      return whileTimePasses(time, ended);
    },
  };
}

const NOTHING = () => {};

/** Moves time on by hand for as long as something runs. */
async function whileTimePasses<T>(time: ManualTime, running: Promise<T>): Promise<T> {
  const state = { isDone: false };
  void running.catch(() => undefined).finally(() => (state.isDone = true));
  while (!state.isDone) await time.advance(100);
  return running;
}
