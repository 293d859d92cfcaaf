import type { VenueRefusal } from './venue-refusal.js';

/** What was done, or why it was not. */
export type VenueResult<T> = { readonly accepted: T } | { readonly refused: VenueRefusal };
