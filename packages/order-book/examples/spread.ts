import { Decimal } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';

const level = (price: string, quantity: string) => ({ price, quantity });
const book = new OrderBook(10);

// As a feed delivers them; the checksums are Kraken's kind, so a lost message would show.
book.apply({
  type: 'book-snapshot',
  bids: [level('63388.7', '0.25761908'), level('63388.1', '0.78879110')],
  asks: [level('63388.8', '0.34887114'), level('63389.0', '0.00005100')],
  checksum: 1262339102,
});
const state = book.apply({
  type: 'book-update',
  bids: [],
  asks: [level('63388.9', '0.50000000'), level('63389.0', '0.00000000')],
  checksum: 2716076750,
});

console.log(`${state}: bid ${book.bestBid?.price}, ask ${book.bestAsk?.price}, spread ${book.spread?.toString()} USD`);
console.log(`imbalance of the best level ${book.imbalance(1)?.toFixed(3)}`);
const { averagePrice, worstPrice } = book.walk('buy', Decimal.parse('0.5'));
console.log(`0.5 BTC at once: ${averagePrice?.toFixed(2)} on average, ${worstPrice?.toString()} at worst`);
