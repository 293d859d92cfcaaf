import type { HttpReply } from '../rest/http.js';

/** How an answer travels back, or does not. Whoever carries it does the waiting. */
export type Delivery =
  | { readonly kind: 'reply'; readonly reply: HttpReply; readonly afterMs: number }
  /** Head and the first bytes of the body, then the connection breaks. */
  | { readonly kind: 'cut'; readonly reply: HttpReply; readonly bytes: number }
  /** The connection breaks without an answer. */
  | { readonly kind: 'reset' }
  /** The connection stays open and nothing comes. */
  | { readonly kind: 'silence' }
  /** So many bytes that begin like an answer. */
  | { readonly kind: 'flood'; readonly bytes: number }
  /** The request itself arrives only then. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly arrive: () => Delivery };
