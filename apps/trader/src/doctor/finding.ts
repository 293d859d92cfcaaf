/** One line of the doctor's. */
export interface Finding {
  readonly state: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** How to mend it. */
  readonly remedy?: string;
}

export const ok = (text: string): Finding => ({ state: 'ok', text });
export const warn = (text: string, remedy: string): Finding => ({ state: 'warn', text, remedy });
export const fail = (text: string, remedy: string): Finding => ({ state: 'fail', text, remedy });

/** `warn  clock 3.0 s behind Kraken's: set it by a time server`. */
export function findingLine({ state, text, remedy }: Finding): string {
  return `${state.padEnd(4)}  ${text}${remedy === undefined ? '' : `: ${remedy}`}`;
}
