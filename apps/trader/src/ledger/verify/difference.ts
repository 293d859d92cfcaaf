/** Two records that should say the same and do not. */
export interface Difference {
  /** What it is about: `order 197-29760480-e`, `cash`. */
  readonly about: string;
  readonly expected: string;
  readonly found: string;
}

/** What was looked at, and what did not agree. */
export interface Verdict {
  /** In a few words: `5 orders, 6 fills`. */
  readonly checked: string;
  readonly differences: readonly Difference[];
  /** Why something was not looked at. */
  readonly notes: readonly string[];
}
