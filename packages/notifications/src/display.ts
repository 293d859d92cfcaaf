import type { Level } from './log-line.js';
import { colouredText, type Message, plainText, wantsColour } from './message.js';

/** Where people read along: `process.stdout`, or anything that takes text. */
export interface Console {
  write(text: string): unknown;
  on?(event: 'error', listener: () => void): unknown;
  off?(event: 'error', listener: () => void): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The console's side: colours, and silence once nobody reads any more (`trader … | head`). */
export class Display {
  readonly #console: Console;
  readonly #hasColour: boolean;
  readonly #onError = () => {
    this.#isGone = true;
  };
  #isGone = false;

  constructor(console: Console, hasColour = wantsColour(console)) {
    this.#console = console;
    this.#hasColour = hasColour;
    console.on?.('error', this.#onError);
  }

  dress(level: Level, message: Message): string {
    if (!this.#hasColour) return plainText(message);
    return colouredText(
      message,
      level === 'warn' ? 'warning' : level === 'error' || level === 'critical' ? 'error' : '',
    );
  }

  show(text: string): void {
    if (this.#isGone) return;
    try {
      this.#console.write(text);
    } catch {
      this.#isGone = true;
    }
  }

  release(): void {
    this.#console.off?.('error', this.#onError);
  }
}
