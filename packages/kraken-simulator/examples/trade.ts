import { Decimal, type Instrument } from '@fathom/contracts';
import { apiSign, candleSource, LocalKraken, ReplayedMarket } from '@fathom/kraken-simulator';

// A market of one candle, a Kraken over it, and an order signed as for the real one.
const amount = (text: string) => Decimal.parse(text);
const instrument: Instrument = {
  name: 'BTC/USD',
  id: 'XXBTZUSD',
  base: 'BTC',
  quote: 'USD',
  priceDecimals: 1,
  quantityDecimals: 8,
  costDecimals: 5,
  tickSize: amount('0.1'),
  minQuantity: amount('0.0001'),
  minCost: amount('0.5'),
};
const hour = Date.UTC(2026, 0, 5);
const candles = [{ openTime: hour, open: 50_000, high: 50_100, low: 49_900, close: 50_050, volume: 12, trades: 40 }];
const market = new ReplayedMarket({ sources: [candleSource({ instrument, interval: 60, candles, seed: 1 })] });

const clock = { now: () => hour + 30 * 60_000 };
const kraken = new LocalKraken({ market, clock, random: { next: () => Math.random() } });
const { key, secret } = kraken.addCustomer({ name: 'you', balances: new Map([['USD', amount('10000')]]) });

let nonce = 0;
function call(method: string, parameters: Record<string, string> = {}): unknown {
  nonce += 1;
  const path = `/0/private/${method}`;
  const body = new URLSearchParams({ nonce: String(nonce), ...parameters }).toString();
  const headers = { 'api-key': key, 'api-sign': apiSign({ path, nonce: String(nonce), body, secret }) };
  return JSON.parse(kraken.handle({ method: 'POST', path, headers, body }).body);
}

console.log(call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' }));
console.log(call('Balance'));

// The next order takes effect, and its answer is lost.
kraken.faults.add({ match: { times: 1 }, fault: { kind: 'lost', when: 'after' } });
console.log(kraken.receive({ method: 'GET', path: '/0/public/Time', headers: {}, body: '' }));
