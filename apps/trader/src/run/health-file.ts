import type { Scheduler } from '@fathom/contracts';
import { messageOf } from '../backtest/guarded-strategy.js';
import type { Health } from './health.js';
import type { RunFiles } from './run-files.js';

export interface HealthFileOptions {
  readonly files: RunFiles;
  readonly key: string;
  readonly scheduler: Scheduler;
  readonly health: () => Health;
  /** Told once when the file cannot be written, and once when it can again: trading goes on. */
  readonly onTrouble: (reason: string) => void;
}

export const HEALTH_EVERY_MS = 5_000;

/** Tells every few seconds how a bot is. */
export class HealthFile {
  private readonly options: HealthFileOptions;
  private cancel: () => void = () => undefined;
  private isFailing = false;

  constructor(options: HealthFileOptions) {
    this.options = options;
  }

  /** Tells now and from now on. */
  start(): void {
    this.tell();
    this.cancel = this.options.scheduler.after(HEALTH_EVERY_MS, () => this.start());
  }

  /** Something has changed that people wait for. */
  tell(): void {
    this.write({});
  }

  /** Tells nothing more. */
  close(): void {
    this.cancel();
  }

  /** The last word. */
  end(exitCode: number, reason: string): void {
    this.close();
    this.write({ state: 'ended', exitCode, reason });
  }

  private write(last: Partial<Health>): void {
    const { files, key, health, onTrouble } = this.options;
    const path = files.healthPath(key);
    try {
      files.write(path, `${JSON.stringify({ ...health(), ...last }, undefined, 2)}\n`);
      if (this.isFailing) onTrouble(`${path} is written again`);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) onTrouble(`${path} cannot be written, going on without it: ${messageOf(error)}`);
      this.isFailing = true;
    }
  }
}
