import { Decimal, type TrailingOffset } from '@fathom/contracts';
import type { VenueInstrument } from './venue-instrument.js';
import type { VenueOrderSpec } from './venue-order.js';
import type { OrderField, VenueRefusal } from './venue-refusal.js';

/** Kraken's AmendOrder: an iceberg shows at least a fifteenth of what remains. */
const LARGEST_ICEBERG = Decimal.of(15n, 0);
const HUNDRED = Decimal.of(100n, 0);

type Refusal = VenueRefusal | undefined;

/** A quantity in base units, or in quote units with `decimals` of a cost. */
export function quantityRefusal(field: OrderField, value: Decimal, decimals: number): Refusal {
  if (!value.isPositive()) return { code: 'not-positive', field, value };
  return value.round(decimals, 'down').equals(value) ? undefined : { code: 'too-many-digits', field, value, decimals };
}

export function priceRefusal(field: OrderField, value: Decimal, { tickSize }: VenueInstrument): Refusal {
  if (!value.isPositive()) return { code: 'not-positive', field, value };
  return value.roundTo(tickSize, 'down').equals(value) ? undefined : { code: 'off-tick', field, value, tickSize };
}

export function displayRefusal(value: Decimal, remaining: Decimal, { quantityDecimals }: VenueInstrument): Refusal {
  const refusal = quantityRefusal('displayQuantity', value, quantityDecimals);
  if (refusal !== undefined) return refusal;
  const minimum = remaining.dividedBy(LARGEST_ICEBERG, quantityDecimals, 'up');
  const isWithin = !value.isLessThan(minimum) && value.isLessThan(remaining);
  return isWithin ? undefined : { code: 'invalid-display-quantity', value, minimum, maximum: remaining };
}

/** How far a trailing order follows: above 0, and a sell's not to 0 or below. */
function offsetRefusal({ value, unit }: TrailingOffset): Refusal {
  const isTooFar = unit === 'percent' && !value.isLessThan(HUNDRED);
  return !value.isPositive() || isTooFar ? { code: 'invalid-trailing-offset', value } : undefined;
}

/** The prices of an order by themselves, each by its rule. */
export function pricesRefusal(order: VenueOrderSpec, instrument: VenueInstrument): Refusal {
  switch (order.type) {
    case 'limit':
    case 'stop-loss':
    case 'take-profit':
      return priceRefusal('price', order.price, instrument);
    case 'stop-loss-limit':
    case 'take-profit-limit':
      return priceRefusal('price', order.price, instrument) ?? priceRefusal('limitPrice', order.limitPrice, instrument);
    case 'trailing-stop':
    case 'trailing-stop-limit':
      return offsetRefusal(order.offset);
    case 'iceberg':
      return (
        priceRefusal('price', order.price, instrument) ??
        displayRefusal(order.displayQuantity, order.quantity, instrument)
      );
    case 'market':
    default:
      return undefined;
  }
}
