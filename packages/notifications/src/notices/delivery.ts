import type { Notice } from '@fathom/contracts';

/** A notice on its way out, with those it stands for. */
export interface Outgoing {
  readonly notice: Notice;
  /** How many more of the same came since the one before, within `overMs`. 0 for a notice of its own. */
  readonly more: number;
  readonly overMs: number;
}

/** What became of an attempt. `later` may succeed if tried again, after `afterMs` when the receiver said so. */
export type Delivered =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'later'; readonly reason: string; readonly afterMs?: number }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Hands one notice to a receiver. May reject, which means `later`. `signal` is set off at the deadline. */
export type Deliver = (outgoing: Outgoing, signal: AbortSignal) => Promise<Delivered>;

/** `Trade closed …`, or `12 more in 5 min: …`. */
export function titleOf({ notice, more, overMs }: Outgoing): string {
  if (more === 0) return notice.title;
  return `${more} more in ${Math.max(1, Math.round(overMs / 60_000))} min: ${notice.title}`;
}
