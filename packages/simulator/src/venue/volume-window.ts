import { Decimal } from '@fathom/contracts';

/** So many that count no more are dropped at once. */
const ROOM = 1024;
const THIRTY_DAYS_MS = 30 * 86_400_000;

/** What was traded in the last 30 days; it decides the fees. */
export class VolumeWindow {
  private readonly entries: { readonly time: number; readonly cost: Decimal }[] = [];
  private sum = Decimal.ZERO;
  private first = 0;

  add(time: number, cost: Decimal): void {
    this.entries.push({ time, cost });
    this.sum = this.sum.plus(cost);
  }

  /** The sum at `time`, which must not be before an earlier one. */
  at(time: number): Decimal {
    for (let entry = this.entries[this.first]; entry !== undefined; entry = this.entries[this.first]) {
      if (entry.time > time - THIRTY_DAYS_MS) break;
      this.sum = this.sum.minus(entry.cost);
      this.first += 1;
    }
    if (this.first >= ROOM) {
      this.entries.splice(0, this.first);
      this.first = 0;
    }
    return this.sum;
  }
}
