import type { Scheduler } from '@fathom/contracts';
import type { RunFiles } from './run-files.js';
import { readStopWish, type StopWish } from './stop-wish.js';

export interface StopSwitchOptions {
  readonly files: RunFiles;
  /** Whose. */
  readonly key: string;
  readonly scheduler: Scheduler;
  /** A stop file is there, of this bot or of all; told at each look. */
  readonly onStop: (wish: StopWish, isOfAll: boolean) => void;
  /** Somebody lets the bot enter again; told once. @param by who. */
  readonly onResume: (by: string) => void;
}

const LOOK_MS = 1_000;

/** Looks every second whether somebody wants the bot to stop entering, or to begin again. */
export class StopSwitch {
  private readonly options: StopSwitchOptions;
  private cancel: () => void = () => undefined;

  constructor(options: StopSwitchOptions) {
    this.options = options;
  }

  /** Looks now and from now on. */
  start(): void {
    this.look();
    this.cancel = this.options.scheduler.after(LOOK_MS, () => this.start());
  }

  close(): void {
    this.cancel();
  }

  private look(): void {
    const { files, key, onStop, onResume } = this.options;
    // While all bots are stopped, none of them can be resumed alone.
    const ofAll = files.read(files.stopPath());
    const stop = files.read(files.stopPath(key)) ?? ofAll;
    if (stop !== undefined) {
      onStop(readStopWish(stop), ofAll !== undefined);
      return;
    }
    const resume = files.read(files.resumePath(key));
    if (resume === undefined) return;
    files.remove(files.resumePath(key));
    onResume(resume.trim() === '' ? 'a resume file' : resume.trim());
  }
}
