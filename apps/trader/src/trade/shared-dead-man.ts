import type { Scheduler } from '@fathom/contracts';
import type { DeadMansSwitchOutcome } from '@fathom/exchange';
import { DeadMan, type DeadManOptions } from './dead-man.js';

/** Answers are waited for so long: whoever stops a bot gives it 45 s, of which closing trades may take 30 and one call 10. */
const PATIENCE_MS = 3_000;

type Member = Pick<DeadManOptions, 'timeoutMs' | 'onTrouble'>;

/** One bot's part in the account's switch. */
export interface DeadManHeld {
  /** It ended in good order: taken back with the last one, unless one of them failed. */
  end(): Promise<void>;
  /** It failed: nobody takes the switch back any more. Nothing after `end`. */
  close(): void;
}

/**
 * Kraken has one switch for an account, so bots of one process hold one: the shortest time that any of them asks for, set
 * anew at once as one joins or leaves. Each by itself would set the others' time, and take the switch from them as it ends.
 */
export class SharedDeadMan {
  readonly #options: { readonly set: DeadManOptions['set']; readonly scheduler: Scheduler };
  readonly #members = new Set<Member>();
  /** What was asked of the switch and is not answered. */
  readonly #asked = new Set<Promise<unknown>>();
  #current: DeadMan | undefined;
  #hasFailed = false;

  constructor(options: { readonly set: DeadManOptions['set']; readonly scheduler: Scheduler }) {
    this.#options = options;
  }

  join(member: Member): DeadManHeld {
    this.#members.add(member);
    this.#hold();
    return {
      end: async () => {
        if (!this.#members.delete(member)) return;
        if (this.#isHeld) this.#hold();
        else await this.#takeBack();
      },
      close: () => {
        if (!this.#members.delete(member)) return;
        this.#hasFailed = true;
        this.#hold();
      },
    };
  }

  get #isHeld(): boolean {
    return this.#members.size > 0 || this.#hasFailed;
  }

  /** Whatever sets it and is on its way must not arrive behind what takes it back: it would go off with nobody there. */
  async #takeBack(): Promise<void> {
    const current = this.#current;
    current?.close();
    await this.#answers();
    if (!this.#isHeld) await current?.end();
  }

  async #answers(): Promise<void> {
    let cancel: (() => void) | undefined;
    const patience = new Promise<void>((over) => {
      cancel = this.#options.scheduler.after(PATIENCE_MS, over);
    });
    await Promise.race([Promise.allSettled(this.#asked), patience]);
    cancel?.();
  }

  async #set(timeoutMs: number): Promise<DeadMansSwitchOutcome> {
    const answer = this.#options.set(timeoutMs);
    this.#asked.add(answer);
    try {
      return await answer;
    } finally {
      this.#asked.delete(answer);
    }
  }

  #hold(): void {
    this.#current?.close();
    if (this.#members.size === 0) return;
    const members = [...this.#members];
    this.#current = new DeadMan({
      set: (timeoutMs) => this.#set(timeoutMs),
      scheduler: this.#options.scheduler,
      timeoutMs: Math.min(...members.map(({ timeoutMs }) => timeoutMs)),
      onTrouble: (reason) => {
        for (const { onTrouble } of members) onTrouble(reason);
      },
    });
    this.#current.start();
  }
}
