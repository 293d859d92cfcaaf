import type { Clock, Scheduler } from '@fathom/contracts';

interface Task {
  readonly due: number;
  readonly run: () => void;
}

/** A clock moved by hand whose tasks run at once, one after the other: a month passes in a minute. */
export class HurriedTime implements Clock, Scheduler {
  private time: number;
  private tasks: Task[] = [];

  constructor(time: number) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void): () => void {
    const task = { due: this.time + delayMs, run };
    const place = this.tasks.findLastIndex(({ due }) => due <= task.due) + 1;
    this.tasks.splice(place, 0, task);
    return () => {
      this.tasks = this.tasks.filter((one) => one !== task);
    };
  }

  passTo(time: number): void {
    for (let next = this.tasks[0]; next !== undefined && next.due <= time; next = this.tasks[0]) {
      this.tasks.shift();
      this.time = Math.max(this.time, next.due);
      next.run();
    }
    this.time = time;
  }
}
