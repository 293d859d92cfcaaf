import { Decimal, type OrderSide } from '@fathom/contracts';
import {
  feesByVolume,
  refusalText,
  Venue,
  type VenueEvent,
  type VenueInstrument,
  type VenueOptions,
  type VenueOrderRequest,
  type VenueOrderSpec,
} from '../src/index.js';

export const d = (text: string) => Decimal.parse(text);

/** BTC/USD with round rules: tick 0.1, minimum 0.001 BTC and 0.5 USD, leverage 2 to 5. */
export const bitcoin: VenueInstrument = {
  name: 'BTC/USD',
  id: 'XXBTZUSD',
  base: 'BTC',
  quote: 'USD',
  priceDecimals: 1,
  quantityDecimals: 8,
  costDecimals: 5,
  tickSize: d('0.1'),
  minQuantity: d('0.001'),
  minCost: d('0.5'),
  leverageBuy: [2, 3, 4, 5],
  leverageSell: [2, 3, 4, 5],
  marginCallPercent: 80,
  marginStopPercent: 40,
  maxOpenOrders: 5,
};

export const ether: VenueInstrument = { ...bitcoin, name: 'ETH/USD', id: 'XETHZUSD', base: 'ETH' };

/** `100x2 101x3`: prices and quantities, best first. */
export const levels = (text: string) =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [price = '', quantity = ''] = part.split('x');
      return { price: d(price), quantity: d(quantity) };
    });

/** `limit-buy filled 2 at 100 maker`: what happened, in short. */
function line(event: VenueEvent): string {
  if (event.type === 'balance-changed') {
    const { kind, asset, amount, fee } = event.entry;
    return `${kind} ${asset} ${amount.toString()} fee ${fee.toString()}`;
  }
  if (event.type === 'margin-called') return `margin-called ${event.level.toString()}`;
  const name = event.order.clientOrderId ?? event.order.id;
  if (event.type === 'filled') {
    const { quantity, price, liquidity } = event.fill;
    return `${name} filled ${quantity.toString()} at ${price.toString()} ${liquidity}`;
  }
  if (event.type === 'canceled') return `${name} canceled: ${event.reason}`;
  if (event.type === 'close-refused') return `${name} close-refused: ${refusalText(event.refusal)}`;
  if (event.type === 'amended') return `${name} amended${event.isPriorityKept ? '' : ', priority lost'}`;
  return `${name} ${event.type}`;
}

export interface Setting {
  readonly usd?: string;
  readonly btc?: string;
  readonly options?: Partial<VenueOptions>;
}

/** A venue at time 0 with 0.4 % taker and 0.25 % maker fee, the book 99x5 98x5 | 101x5 102x5, and what it told. */
export function exchange({ usd = '10000', btc = '10', options = {} }: Setting = {}) {
  const events: VenueEvent[] = [];
  const venue = new Venue({
    instruments: [bitcoin, ether],
    balances: new Map([
      ['USD', d(usd)],
      ['BTC', d(btc)],
    ]),
    time: 0,
    feeRates: feesByVolume([{ fromVolume: Decimal.ZERO, takerPercent: d('0.4'), makerPercent: d('0.25') }]),
    deliver: (event) => events.push(event),
    ...options,
  });
  const book = (bids: string, asks: string) => venue.bookChanged('BTC/USD', { bids: levels(bids), asks: levels(asks) });
  const print = (price: number, quantity: string, side?: OrderSide) =>
    venue.traded('BTC/USD', {
      time: venue.time,
      price,
      quantity: d(quantity),
      ...(side === undefined ? {} : { side }),
    });
  book('99x5 98x5', '101x5 102x5');
  /** Hands in an order; its client order id is its kind and side unless given. @returns what became of it in words. */
  const send = (order: VenueOrderSpec, more: Omit<Partial<VenueOrderRequest>, 'order'> = {}): string => {
    const clientOrderId = `${order.type}-${order.side}`;
    const result = venue.submit({ pair: 'BTC/USD', clientOrderId, ...more, order });
    return 'accepted' in result ? result.accepted.status : refusalText(result.refused);
  };
  const toldAll = () => events.splice(0).map(line);
  /** What was told since, without balances and what every order begins with. */
  const told = () => {
    const boring = new Set(['accepted', 'opened', 'balance-changed']);
    return events.splice(0).flatMap((event) => (boring.has(event.type) ? [] : [line(event)]));
  };
  /** `total/held` of an asset. */
  const balance = (asset: string): string => {
    const { total, held } = venue.balances().get(asset) ?? { total: Decimal.ZERO, held: Decimal.ZERO };
    return `${total.toString()}/${held.toString()}`;
  };
  return { venue, events, book, print, send, told, toldAll, balance };
}
