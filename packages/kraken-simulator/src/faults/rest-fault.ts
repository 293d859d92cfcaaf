/** Bodies with status 200 that are no answer. */
export const BROKEN_BODIES = ['html', 'empty', 'half-json', 'binary'] as const;

/** Whether the call takes effect all the same. */
export type Effect = 'before' | 'after';

/** What can go wrong with one REST call. `when: 'after'` the call took effect, `'before'` (unless said) it did not. */
export type RestFault =
  /** The connection breaks and no answer comes; with `hangs` it stays open, silent. */
  | { readonly kind: 'lost'; readonly when: Effect; readonly hangs?: boolean }
  /** The call, or its answer, is on its way for so long. */
  | { readonly kind: 'delay'; readonly when: Effect; readonly ms: number }
  /** The call takes effect twice; the first answer is given. */
  | { readonly kind: 'duplicate' }
  /** The connection breaks in the middle of the answer, after `bytes` of its body, half of it unless said. */
  | { readonly kind: 'cut'; readonly bytes?: number }
  /** A proxy answers with a page of HTML. */
  | { readonly kind: 'status'; readonly when: Effect; readonly status: number }
  /** Status 200 with something that is no answer. */
  | { readonly kind: 'body'; readonly when: Effect; readonly body: (typeof BROKEN_BODIES)[number] }
  /** An error string of Kraken's; after it took effect that is a lie Kraken has told. */
  | { readonly kind: 'error'; readonly when: Effect; readonly error: string }
  /** A warning, `WGeneral:Danger`, beside the right result. */
  | { readonly kind: 'warning'; readonly warning: string }
  /** A redirect to itself, without end. */
  | { readonly kind: 'redirect' }
  /** An answer of so many bytes, 100 MB unless said, that begins like one. */
  | { readonly kind: 'flood'; readonly bytes?: number };

/** Which calls a fault is for. */
export interface FaultMatch {
  /** `AddOrder`, `Add*`, `*`; every call when left out. */
  readonly method?: string;
  /** Passes over so many calls that match first. */
  readonly skip?: number;
  /** Strikes so often and is then used up; for ever when left out. */
  readonly times?: number;
  /** Strikes with this chance, 0 to 1; always when left out. */
  readonly chance?: number;
}

/** One line of a script. */
export interface FaultRule {
  readonly match?: FaultMatch;
  readonly fault: RestFault;
}
