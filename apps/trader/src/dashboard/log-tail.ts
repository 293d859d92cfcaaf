import type { Clock } from '@fathom/contracts';
import type { LogLine } from '@fathom/dashboard';

const MOST = 1_000;

/** The last lines of a log, to be asked for and listened to. */
export class LogTail {
  private readonly clock: Clock;
  private readonly listeners = new Set<(line: LogLine) => void>();
  private kept: LogLine[] = [];
  private number = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(level: string, text: string): void {
    this.number += 1;
    const line = { number: this.number, time: this.clock.now(), level: levelOf(level), text };
    this.kept.push(line);
    // Cut now and then, not every time.
    if (this.kept.length > MOST * 1.2) this.kept = this.kept.slice(-MOST);
    for (const listener of this.listeners) listener(line);
  }

  /** Lines after that number, oldest first; the newest `limit` of them. */
  lines(after: number, limit: number): readonly LogLine[] {
    return this.kept.filter(({ number }) => number > after).slice(-limit);
  }

  listen(listener: (line: LogLine) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

function levelOf(level: string): LogLine['level'] {
  if (level === 'error' || level === 'critical') return 'error';
  return level === 'warn' ? 'warn' : 'info';
}
