import type { Decimal } from '@fathom/contracts';
import type { MarketMode } from './venue-instrument.js';

/** Which figure of an order a refusal is about. */
export type OrderField =
  | 'quantity'
  | 'displayQuantity'
  | 'price'
  | 'limitPrice'
  | 'offset'
  | 'limitOffset'
  | 'conditionalClose';

/** Why something was turned down; nothing has changed. `refusalText` puts it into words. */
export type VenueRefusal =
  | { readonly code: 'unknown-pair'; readonly pair: string }
  | { readonly code: 'market-mode'; readonly mode: MarketMode }
  | { readonly code: 'deadline-elapsed'; readonly deadline: number; readonly time: number }
  | { readonly code: 'duplicate-client-order-id'; readonly clientOrderId: string }
  | { readonly code: 'open-order-limit'; readonly limit: number }
  | { readonly code: 'not-positive'; readonly field: OrderField; readonly value: Decimal }
  | {
      readonly code: 'too-many-digits';
      readonly field: OrderField;
      readonly value: Decimal;
      readonly decimals: number;
    }
  | { readonly code: 'off-tick'; readonly field: OrderField; readonly value: Decimal; readonly tickSize: Decimal }
  | { readonly code: 'below-minimum-quantity'; readonly quantity: Decimal; readonly minimum: Decimal }
  | { readonly code: 'below-minimum-cost'; readonly cost: Decimal; readonly minimum: Decimal }
  | { readonly code: 'invalid-trailing-offset'; readonly value: Decimal }
  | {
      readonly code: 'invalid-display-quantity';
      readonly value: Decimal;
      readonly minimum: Decimal;
      readonly maximum: Decimal;
    }
  | { readonly code: 'invalid-terms'; readonly what: string }
  | { readonly code: 'invalid-leverage'; readonly leverage: number; readonly allowed: readonly number[] }
  | { readonly code: 'post-only-would-take'; readonly price: Decimal; readonly best: Decimal }
  | { readonly code: 'reduce-only-without-position'; readonly pair: string }
  | { readonly code: 'no-position-to-close'; readonly pair: string }
  | { readonly code: 'insufficient-funds'; readonly asset: string; readonly needed: Decimal; readonly free: Decimal }
  | { readonly code: 'insufficient-margin'; readonly needed: Decimal; readonly free: Decimal }
  | { readonly code: 'margin-level-too-low'; readonly level: Decimal; readonly minimum: number }
  | { readonly code: 'unknown-order'; readonly key: string }
  | { readonly code: 'not-amendable'; readonly what: string };
