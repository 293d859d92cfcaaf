/** A promise that only ever fails, when `fail` is called for the first time. */
export class Failure {
  readonly promise: Promise<never>;
  #fail: (error: unknown) => void = NOTHING;

  constructor() {
    this.promise = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    // Nobody may be waiting for it yet.
    this.promise.catch(NOTHING);
  }

  fail(error: unknown): void {
    this.#fail(error);
  }
}

const NOTHING = () => {};
