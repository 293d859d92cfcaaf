/** Entries that one rule stopped, or that were not filled. */
export interface Refusal {
  /** A rule of ours, `exchange: ` and its word, or `withdrawn` and `expired` where nobody turned anything down. */
  readonly rule: string;
  readonly entries: number;
  /** The last of them, with the value that broke the rule. */
  readonly example: string;
}

/** How orders end that we have taken back. */
const TAKEN_BACK = 'canceled by client';

/** Counts entries that became no trade, by what stopped them. */
export class Refusals {
  /** All that were turned down; what was withdrawn or has expired was not. */
  count = 0;
  private readonly rules = new Map<string, { entries: number; example: string }>();

  add(rule: string, reason: string): void {
    this.count += 1;
    this.note(rule, reason);
  }

  /** An entry that was sent has ended without a fill. */
  ended(reason: string): void {
    if (reason === TAKEN_BACK) this.note('withdrawn', reason);
    else if (reason === 'expired') this.note('expired', reason);
    else this.add(`exchange: ${reason}`, reason);
  }

  private note(rule: string, reason: string): void {
    const known = this.rules.get(rule);
    if (known === undefined) this.rules.set(rule, { entries: 1, example: reason });
    else {
      known.entries += 1;
      known.example = reason;
    }
  }

  /** Most frequent first. */
  list(): Refusal[] {
    return [...this.rules]
      .map(([rule, { entries, example }]) => ({ rule, entries, example }))
      .toSorted((a, b) => b.entries - a.entries);
  }
}
