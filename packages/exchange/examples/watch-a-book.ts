import { ConnectionBudget, findInstrument, KrakenFeed, wsTransport } from '@fathom/exchange';
import { candleSource, LocalKraken, ReplayedMarket, serve, systemTime } from '@fathom/kraken-simulator';
import { OrderBook } from '@fathom/order-book';

// A Kraken of one's own with a made-up market. For the real one leave `url` out below.
const start = systemTime.now();
const candles = Array.from({ length: 5 }, (_, index) => {
  const open = 60_000 + index * 50;
  const openTime = start + index * 60_000;
  return { openTime, open, high: open + 80, low: open - 20, close: open + 50, volume: 5, trades: 1200 };
});
const instrument = findInstrument('BTC/USD');
const random = { next: () => Math.random() };
const market = new ReplayedMarket({ sources: [candleSource({ instrument, interval: 1, candles, seed: 1 })] });
const kraken = await serve(new LocalKraken({ market, clock: systemTime, random }));

const book = new OrderBook(25);
let updates = 0;

const feed = new KrakenFeed({
  url: kraken.wsUrl,
  transport: wsTransport(),
  clock: systemTime,
  scheduler: systemTime,
  random,
  budget: new ConnectionBudget(),
  deliver: (event) => {
    if (event.type === 'book-snapshot' || event.type === 'book-update') {
      const state = book.apply(event);
      if (state !== 'verified') feed.resync({ channel: 'book', pair: event.pair, depth: event.depth });
      updates += 1;
      console.log(`${state}: ${book.bestBid?.price} / ${book.bestAsk?.price}`);
      if (updates === 5) void end();
    } else {
      console.log(event.type, 'reason' in event ? event.reason : '');
    }
  },
});
feed.subscribe([
  { channel: 'book', pair: 'BTC/USD', depth: 25 },
  { channel: 'book', pair: 'WWW/USD', depth: 25 },
]);

async function end(): Promise<void> {
  feed.close();
  await kraken.close();
}
