import type { Scheduler } from '@fathom/contracts';
import type { DeadMansSwitchOutcome } from '@fathom/exchange';

export interface DeadManOptions {
  /** Sets Kraken's switch (CancelAllOrdersAfter), milliseconds; 0 takes it back. */
  readonly set: (timeoutMs: number) => Promise<DeadMansSwitchOutcome>;
  readonly scheduler: Scheduler;
  /** How long nobody may be heard of before Kraken cancels every order of the account. */
  readonly timeoutMs: number;
  /** Told once when the switch could not be set anew, and once when it could again. */
  readonly onTrouble: (reason: string) => void;
}

/**
 * Kraken's dead man's switch, set anew every third of its time: when this process, its machine or its network is gone for
 * long enough, Kraken cancels every order of the account, protective stops and other bots' orders included. A bot that ends
 * in good order takes it back, and what it leaves resting stays; one that fails does not.
 */
export class DeadMan {
  private readonly options: DeadManOptions;
  private cancel: () => void = () => undefined;
  private isFailing = false;
  private isOver = false;

  constructor(options: DeadManOptions) {
    this.options = options;
  }

  start(): void {
    const { scheduler, timeoutMs } = this.options;
    void this.hold();
    this.cancel = scheduler.after(timeoutMs / 3, () => this.start());
  }

  /** Sets it no more: Kraken acts when its time is over. */
  close(): void {
    this.isOver = true;
    this.cancel();
  }

  /** Takes it back. */
  async end(): Promise<void> {
    this.close();
    const outcome = await this.options.set(0);
    if (outcome.outcome === 'accepted') return;
    this.options.onTrouble(
      `the dead man's switch could not be taken back, and may cancel what rests: ${outcome.reason}`,
    );
  }

  private async hold(): Promise<void> {
    const { set, timeoutMs, onTrouble } = this.options;
    const outcome = await set(timeoutMs);
    if (this.isOver) return;
    if (outcome.outcome !== 'accepted') {
      if (!this.isFailing) onTrouble(`the dead man's switch was not set: ${outcome.reason}`);
      this.isFailing = true;
    } else if (this.isFailing) {
      this.isFailing = false;
      onTrouble("the dead man's switch is set again");
    }
  }
}
