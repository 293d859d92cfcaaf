import { Decimal, type ExecutionClient, type Strategy } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { Bot } from '@fathom/trading';

// A bot of one's own: trades and the clock go in, orders come out.
const strategy: Strategy = {
  name: 'eager',
  label: 'Buys every candle',
  warmup: 0,
  config: {},
  onCandle: ({ close }) => [{ action: 'enter', side: 'long', reason: 'eager', price: close }],
};
const execution: ExecutionClient = {
  submit: ({ clientOrderId, side, quantity }) => console.log(`${clientOrderId}: ${side} ${quantity.toString()}`),
  cancel: () => undefined,
};
const pair = 'BTC/USD';
const start = Date.UTC(2026, 0, 5);
const bot = new Bot({
  botId: '320',
  strategy,
  execution,
  instrument: {
    name: pair,
    id: 'XXBTZUSD',
    base: 'BTC',
    quote: 'USD',
    priceDecimals: 1,
    quantityDecimals: 8,
    costDecimals: 5,
    tickSize: Decimal.parse('0.1'),
    minQuantity: Decimal.parse('0.00005'),
    minCost: Decimal.parse('0.5'),
  },
  interval: 1,
  ledger: new Ledger({ startBalance: Decimal.parse('1000'), remembered: 1000 }),
  store: { append: (event) => console.log(`kept: ${event.type}`) },
  sizing: { type: 'quantity', quantity: Decimal.parse('0.002') },
  costFactor: 1.004,
  startsAt: start,
  needHistory: () => undefined,
});
bot.start();
bot.feed({ type: 'feed-subscribed', time: start, subscription: { channel: 'market-trades', pair } }, start);
// What the exchange answers to `needHistory`; here it has a single candle.
const before = {
  openTime: start - 60_000,
  open: 60_000,
  high: 60_000,
  low: 60_000,
  close: 60_000,
  volume: 1,
  trades: 1,
};
bot.history([before], start);
const trades = [{ time: start + 1000, price: 60_000, quantity: Decimal.ONE, id: 1 }];
bot.feed(
  { type: 'market-traded', pair, time: start + 1000, receivedAt: start + 1020, trades, isSnapshot: false },
  start + 1020,
);
// A bot is told the time every second or so; a candle closes a second after its minute, so that late trades still count.
for (let second = 2; second <= 61; second += 1) bot.time(start + second * 1000);
