import type { Decimal } from '@fathom/contracts';
import type { VenueOrderSpec } from './venue-order.js';

/** What an amendment may change of what an order is. */
export interface Changed {
  readonly quantity: Decimal;
  readonly displayQuantity: Decimal | undefined;
  readonly limitPrice: Decimal | undefined;
  readonly triggerPrice: Decimal | undefined;
}

/** The order with the changes that are for its kind. */
export function amendedSpec(spec: VenueOrderSpec, to: Changed): VenueOrderSpec {
  const { quantity } = to;
  switch (spec.type) {
    case 'limit':
      return { ...spec, quantity, price: to.limitPrice ?? spec.price };
    case 'iceberg': {
      const displayQuantity = to.displayQuantity ?? spec.displayQuantity;
      return { ...spec, quantity, price: to.limitPrice ?? spec.price, displayQuantity };
    }
    case 'stop-loss':
    case 'take-profit':
      return { ...spec, quantity, price: to.triggerPrice ?? spec.price };
    case 'stop-loss-limit':
    case 'take-profit-limit': {
      const limitPrice = to.limitPrice ?? spec.limitPrice;
      return { ...spec, quantity, price: to.triggerPrice ?? spec.price, limitPrice };
    }
    case 'market':
    case 'trailing-stop':
    case 'trailing-stop-limit':
    default:
      return { ...spec, quantity };
  }
}
