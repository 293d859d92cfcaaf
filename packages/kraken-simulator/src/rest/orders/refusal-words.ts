import type { OrderField, VenueRefusal } from '@fathom/simulator';
import type { Pair } from '../pairs.js';

/** Kraken's string for what the venue turned down (docs.kraken.com, "API error messages"). */
export function refusalWords(refusal: VenueRefusal, pair?: Pair): string {
  switch (refusal.code) {
    case 'unknown-pair':
      return 'EQuery:Unknown asset pair';
    case 'market-mode':
      return refusal.mode === 'maintenance'
        ? 'EService:Unavailable'
        : `EService:Market in ${refusal.mode.replace('-', '_')} mode`;
    case 'deadline-elapsed':
      return 'EService:Deadline elapsed';
    case 'duplicate-client-order-id':
      // The documentation tells the rule and not the words; these are a guess, and no list of Kraken's has them.
      return 'EOrder:Duplicate order';
    case 'open-order-limit':
      return 'EOrder:Orders limit exceeded';
    case 'not-positive':
      return PRICES.has(refusal.field) ? 'EOrder:Invalid price' : `EGeneral:Invalid arguments:${WORDS[refusal.field]}`;
    case 'too-many-digits':
      return PRICES.has(refusal.field)
        ? `EOrder:Invalid price:${pair?.altname ?? ''} price can only be specified up to ${refusal.decimals} decimals.`
        : `EGeneral:Invalid arguments:${WORDS[refusal.field]}`;
    case 'off-tick':
      return 'EOrder:Tick size check failed';
    case 'below-minimum-quantity':
      return 'EOrder:Order minimum not met';
    case 'below-minimum-cost':
      return 'EOrder:Cost minimum not met';
    case 'invalid-trailing-offset':
      return 'EGeneral:Invalid arguments:price';
    case 'invalid-display-quantity':
      return 'EGeneral:Invalid arguments:displayvol';
    case 'invalid-terms':
      return 'EGeneral:Invalid arguments';
    case 'invalid-leverage':
      return 'EGeneral:Invalid arguments:leverage';
    case 'post-only-would-take':
      return 'EOrder:Post only order';
    case 'reduce-only-without-position':
      return 'EOrder:Reduce only:No position exists';
    case 'no-position-to-close':
      return 'EOrder:Unknown position';
    case 'insufficient-funds':
      return 'EOrder:Insufficient funds';
    case 'insufficient-margin':
      return 'EOrder:Insufficient margin';
    case 'margin-level-too-low':
      return 'EOrder:Margin level too low';
    case 'unknown-order':
      return 'EOrder:Unknown order';
    case 'not-amendable':
      return 'EGeneral:Invalid arguments';
    default:
      return refusal satisfies never;
  }
}

const PRICES: ReadonlySet<OrderField> = new Set(['price', 'limitPrice']);
const WORDS: Readonly<Record<OrderField, string>> = {
  quantity: 'volume',
  displayQuantity: 'displayvol',
  price: 'price',
  limitPrice: 'price2',
  offset: 'price',
  limitOffset: 'price2',
  conditionalClose: 'close[price]',
};
