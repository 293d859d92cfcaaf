const SLICE_MS = 10;

/** Lets everything else in the process have its turn when a slice of work has lasted long enough. */
export class Breath {
  private since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.since = performance.now();
  }
}
