import { type Candle, Decimal, type Instrument, type OrderListener } from '@fathom/contracts';
import { Simulator } from '@fathom/simulator';

const d = (text: string) => Decimal.parse(text);
const rules = { tickSize: d('0.1'), minQuantity: d('0.00005'), minCost: d('0.5') };
const digits = { priceDecimals: 1, quantityDecimals: 8, costDecimals: 5 };
const instrument: Instrument = { name: 'BTC/USD', id: 'XXBTZUSD', base: 'BTC', quote: 'USD', ...rules, ...digits };

const tell: OrderListener = {
  accepted: (order) => console.log(order.clientOrderId, 'accepted'),
  filled: (order, _time, fill) =>
    console.log(order.clientOrderId, `filled at ${fill.price.toString()}, fee ${fill.fee.toString()}`),
  canceled: (order, _time, reason) => console.log(order.clientOrderId, 'canceled:', reason),
  rejected: (order, _time, reason) => console.log(order.clientOrderId, 'rejected:', reason),
  amended: (order) => console.log(order.clientOrderId, 'amended'),
  amendRefused: (order, _time, reason) => console.log(order.clientOrderId, 'not amended:', reason),
  charged: ({ kind, fee }) => console.log(kind, fee.toString()),
  liquidated: ({ exchangeOrderId }) => console.log(exchangeOrderId, 'closed by the exchange'),
};
const fees = { takerPercent: d('0.40'), makerPercent: d('0.25') };
const simulator = new Simulator({ instrument, balance: d('1000'), fees });
simulator.listener = tell;

const hour = 3_600_000;
const candle = (n: number, open: number, high: number, low: number, close: number): Candle => {
  return { openTime: n * hour, open, high, low, close, volume: 1, trades: 1 };
};
const order = { quantity: d('0.01'), time: 0 };

simulator.submit({ ...order, clientOrderId: 'entry', type: 'market', side: 'buy' });
simulator.settle();
simulator.process(candle(0, 8000, 8050, 7990, 8040), hour); // fills at the open
simulator.submit({ ...order, clientOrderId: 'stop', type: 'stop-loss', side: 'sell', price: d('7900') });
simulator.submit({ ...order, clientOrderId: 'target', type: 'limit', side: 'sell', price: d('8100') });
simulator.settle();
simulator.process(candle(1, 8040, 8150, 7850, 8000), 2 * hour); // touches both: the stop is assumed to come first
console.log(`${simulator.account.cash.toString()} USD, ambiguous candles: ${simulator.ambiguousCandles}`);
