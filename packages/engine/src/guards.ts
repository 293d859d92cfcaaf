import type { TradeRecord } from '@fathom/ledger';
import { Guard } from './guard.js';

/** The guards of open trades that have resting orders or have been refused an exit. */
export class Guards {
  private readonly guards: Guard[] = [];

  /** A new one. */
  add(trade: TradeRecord): Guard {
    const guard = new Guard(trade);
    this.guards.push(guard);
    return guard;
  }

  of(trade: TradeRecord): Guard | undefined {
    const { guards } = this;
    for (let i = 0; i < guards.length; i += 1) if (guards[i]?.trade === trade) return guards[i];
    return undefined;
  }

  /** Their sequence means nothing, so the last one may take the free place. */
  dismiss(guard: Guard): void {
    const last = this.guards.pop();
    if (last !== undefined && last !== guard) this.guards[this.guards.indexOf(guard)] = last;
  }
}
