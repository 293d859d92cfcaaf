import { expect, it } from 'vitest';
import { Decimal } from './decimal.js';
import type { OrderRequest } from './order.js';
import { plainRequest } from './plain-request.js';

const d = (text: string) => Decimal.parse(text);
const base = { clientOrderId: 'a', side: 'sell', quantity: d('1'), time: 7 } as const;
const offset = { value: d('5'), unit: 'quote' } as const;

it.each<OrderRequest>([
  { ...base, type: 'market' },
  { ...base, type: 'limit', price: d('2'), terms: { postOnly: true, timeInForce: 'gtd', expiresAt: 9 } },
  { ...base, type: 'stop-loss', price: d('2'), terms: { leverage: 2, reduceOnly: true } },
  { ...base, type: 'take-profit', price: d('2') },
  { ...base, type: 'stop-loss-limit', price: d('2'), limitPrice: d('3') },
  { ...base, type: 'take-profit-limit', price: d('2'), limitPrice: d('3') },
  { ...base, type: 'trailing-stop', offset },
  { ...base, type: 'trailing-stop-limit', offset, limitOffset: offset },
])('a $type order has all it is and nothing more', (order) => {
  const record = { price: d('9'), limitPrice: d('9'), offset, limitOffset: offset, terms: undefined, reason: 'x' };
  expect(plainRequest({ ...record, ...order })).toEqual(order);
});
