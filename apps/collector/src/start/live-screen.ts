import type { Terminal } from '@fathom/terminal';

/** Draws the same lines of a terminal again and again, below what was there before. */
export class LiveScreen {
  readonly #out: Terminal;
  #drawn = 0;

  constructor(out: Terminal) {
    this.#out = out;
  }

  draw(lines: readonly string[]): void {
    const up = this.#drawn > 1 ? `\u001B[${this.#drawn - 1}A` : '';
    // Back to the first line, each line anew, and what is left of a longer drawing wiped.
    this.#out.write(`${up}\r${lines.map((line) => `${line}\u001B[K`).join('\n')}\u001B[J`);
    this.#drawn = lines.length;
  }

  /** Leaves what is there, for the next output to begin below. */
  end(): void {
    if (this.#drawn > 0) this.#out.write('\n');
    this.#drawn = 0;
  }
}
