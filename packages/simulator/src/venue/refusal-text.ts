import type { VenueRefusal } from './venue-refusal.js';

/** A refusal in one line, with the values it is about: `quantity 0.00001 is below the minimum 0.0001`. */
export function refusalText(refusal: VenueRefusal): string {
  switch (refusal.code) {
    case 'unknown-pair':
      return `unknown pair ${refusal.pair}`;
    case 'market-mode':
      return `the market is in ${refusal.mode} mode`;
    case 'deadline-elapsed':
      return `deadline ${refusal.deadline} elapsed at ${refusal.time}`;
    case 'duplicate-client-order-id':
      return `an open order has the client order id ${refusal.clientOrderId} already`;
    case 'open-order-limit':
      return `${refusal.limit} orders are open, which is the limit`;
    case 'not-positive':
      return `${refusal.field} ${refusal.value.toString()} is not above 0`;
    case 'too-many-digits':
      return `${refusal.field} ${refusal.value.toString()} has more than ${refusal.decimals} digits after the point`;
    case 'off-tick':
      return `${refusal.field} ${refusal.value.toString()} is not a multiple of ${refusal.tickSize.toString()}`;
    case 'below-minimum-quantity':
      return `quantity ${refusal.quantity.toString()} is below the minimum ${refusal.minimum.toString()}`;
    case 'below-minimum-cost':
      return `cost ${refusal.cost.toString()} is below the minimum ${refusal.minimum.toString()}`;
    case 'invalid-trailing-offset':
      return `trailing offset ${refusal.value.toString()} is not above 0, or not below 100 percent`;
    case 'invalid-display-quantity': {
      const { value, minimum, maximum } = refusal;
      return `display quantity ${value.toString()} is not from ${minimum.toString()} to below ${maximum.toString()}`;
    }
    case 'invalid-terms':
    case 'not-amendable':
      return refusal.code === 'invalid-terms' ? refusal.what : `not to be amended: ${refusal.what}`;
    case 'invalid-leverage':
      return `leverage ${refusal.leverage} is not one of ${refusal.allowed.join(', ') || 'none'}`;
    case 'post-only-would-take':
      return `post only at ${refusal.price.toString()} would take from ${refusal.best.toString()}`;
    case 'reduce-only-without-position':
      return `reduce only, but there is no position of ${refusal.pair} to reduce`;
    case 'no-position-to-close':
      return `no position of ${refusal.pair} to close`;
    case 'insufficient-funds': {
      const { asset, needed, free } = refusal;
      return `insufficient funds: ${needed.toString()} ${asset} needed, ${free.toString()} free`;
    }
    case 'insufficient-margin':
      return `insufficient margin: ${refusal.needed.toString()} needed, ${refusal.free.toString()} free`;
    case 'margin-level-too-low':
      return `margin level ${refusal.level.toString()} % is not above ${refusal.minimum} %`;
    case 'unknown-order':
    default:
      return `unknown order ${refusal.key}`;
  }
}
