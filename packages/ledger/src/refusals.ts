/** Entries that one rule stopped. */
export interface Refusal {
  readonly rule: string;
  readonly entries: number;
  /** The last of them, with the value that broke the rule. */
  readonly example: string;
}

/** Counts entries that became no trade, by what stopped them. */
export class Refusals {
  /** All of them. */
  count = 0;
  private readonly rules = new Map<string, { entries: number; example: string }>();

  add(rule: string, reason: string): void {
    this.count += 1;
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
