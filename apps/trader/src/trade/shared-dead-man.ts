import type { Scheduler } from '@fathom/contracts';
import { DeadMan, type DeadManOptions } from './dead-man.js';

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
        if (this.#members.size > 0 || this.#hasFailed) this.#hold();
        else await this.#current?.end();
      },
      close: () => {
        if (!this.#members.delete(member)) return;
        this.#hasFailed = true;
        this.#hold();
      },
    };
  }

  #hold(): void {
    this.#current?.close();
    if (this.#members.size === 0) return;
    const members = [...this.#members];
    this.#current = new DeadMan({
      ...this.#options,
      timeoutMs: Math.min(...members.map(({ timeoutMs }) => timeoutMs)),
      onTrouble: (reason) => {
        for (const { onTrouble } of members) onTrouble(reason);
      },
    });
    this.#current.start();
  }
}
