/** A stream people may read at: standard output or standard error. */
export interface Terminal {
  write(text: string): unknown;
  /** Whether there is a person, not a file or a program. */
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Characters a line may have: the terminal's width within reason, 80 where there is none. */
export function lineWidth({ columns }: Pick<Terminal, 'columns'>): number {
  return Math.min(Math.max(columns ?? 80, 80), 120);
}
