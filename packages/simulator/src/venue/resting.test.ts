import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';

const buy = (price: string, quantity: string) =>
  ({ type: 'limit', side: 'buy', price: d(price), quantity: d(quantity) }) as const;
const sell = (price: string, quantity: string) => ({ ...buy(price, quantity), side: 'sell' }) as const;

const iceberg = (quantity: string, displayQuantity: string) =>
  ({ ...sell('102', quantity), type: 'iceberg', displayQuantity: d(displayQuantity) }) as const;

describe('a resting limit order', () => {
  it('is served at its own price, as the maker, when the other side comes to it', () => {
    const { send, book, told, balance } = exchange();
    send(buy('100', '2'));
    expect(balance('USD')).toBe('10000/200.8');
    book('99x5', '99.5x1 99.9x0.5 100x0.2 101x5');
    expect(told()).toEqual([
      'limit-buy filled 1 at 100 maker',
      'limit-buy filled 0.5 at 100 maker',
      'limit-buy filled 0.2 at 100 maker',
    ]);
    // 1.7 at 100 and 0.25 %; 0.3 left, with 0.4 % set aside
    expect(balance('USD')).toBe('9829.575/30.12');
    book('99x5', '99.5x1 99.9x0.5 100x0.2 101x5');
    expect(told()).toEqual([]);
    book('99x5', '99.5x9');
    expect(told()).toEqual(['limit-buy filled 0.3 at 100 maker', 'limit-buy completed']);
    expect(balance('USD')).toBe('9799.5/0');
  });

  it('is served when prints go through its price, by no more than was printed', () => {
    const { send, print, told } = exchange();
    send(buy('98', '2'));
    print(97.9, '0.5');
    print(97.5, '9');
    expect(told()).toEqual([
      'limit-buy filled 0.5 at 98 maker',
      'limit-buy filled 1.5 at 98 maker',
      'limit-buy completed',
    ]);
  });

  it('at exactly its price is served after everything displayed there when it joined', () => {
    const { send, print, told } = exchange();
    send(sell('102', '2'));
    print(102, '4');
    expect(told()).toEqual([]);
    print(102, '1.5');
    print(102, '9');
    expect(told()).toEqual([
      'limit-sell filled 0.5 at 102 maker',
      'limit-sell filled 1.5 at 102 maker',
      'limit-sell completed',
    ]);
  });

  it('moves forward when the level shrinks below what was ahead, never back when it grows', () => {
    const { send, book, print, told, venue } = exchange();
    send(buy('99', '2'));
    book('99x1', '101x5');
    book('99x50', '101x5');
    venue.advanceTo(5000);
    print(99, '3');
    expect(told()).toEqual(['limit-buy filled 2 at 99 maker', 'limit-buy completed']);
  });

  it('does not count a match twice that shows as a print and as a smaller level, whichever comes first', () => {
    const first = exchange();
    first.send(buy('99', '2'));
    first.book('99x2', '101x5'); // the match of 3 …
    first.print(99, '3'); // … and its print
    first.print(99, '2');
    expect(first.told()).toEqual([]);
    first.print(99, '1');
    expect(first.told()).toEqual(['limit-buy filled 1 at 99 maker']);

    const last = exchange();
    last.send(buy('99', '2'));
    last.print(99, '3');
    last.book('99x2', '101x5');
    last.print(99, '2');
    expect(last.told()).toEqual([]);
    last.print(99, '1');
    expect(last.told()).toEqual(['limit-buy filled 1 at 99 maker']);
  });

  it('is not served by prints of takers on its own side', () => {
    const { send, print, told } = exchange();
    send(buy('100', '1'));
    print(100, '5', 'buy');
    expect(told()).toEqual([]);
    print(100, '5', 'sell');
    expect(told()).toEqual(['limit-buy filled 1 at 100 maker', 'limit-buy completed']);
  });

  it('deeper than the display knows no queue: it waits until it is seen, or passed', () => {
    const { send, print, book, told } = exchange();
    send(buy('90', '1'));
    print(90, '100');
    expect(told()).toEqual([]);
    book('91x1 90x3 89x1', '92x1');
    print(90, '3');
    expect(told()).toEqual([]);
    print(90, '3');
    expect(told()[0]).toBe('limit-buy filled 1 at 90 maker');
  });

  it('shares a print with the others of ours, best price first, then who was first', () => {
    const { send, print, told } = exchange();
    send(buy('98.5', '1'), { clientOrderId: 'late' });
    send(buy('99.5', '1'), { clientOrderId: 'best' });
    send(buy('98.5', '1'), { clientOrderId: 'last' });
    print(98, '2.5');
    expect(told()).toEqual([
      'best filled 1 at 99.5 maker',
      'best completed',
      'late filled 1 at 98.5 maker',
      'late completed',
      'last filled 0.5 at 98.5 maker',
    ]);
  });

  it('of the account meets none of its own', () => {
    const { send, told } = exchange();
    send(sell('100', '1'));
    send(buy('100', '1'));
    expect(told()).toEqual([]);
  });
});

describe('an iceberg', () => {
  it('gets behind the others each time it shows a new part', () => {
    const { send, print, told } = exchange();
    send(iceberg('3', '1'));
    print(102, '6.5'); // 5 ahead, 1 shown; the next 1 waits behind the 5 displayed, of which 0.5 trade
    expect(told()).toEqual(['iceberg-sell filled 1 at 102 maker']);
    print(102, '5');
    expect(told()).toEqual(['iceberg-sell filled 0.5 at 102 maker']);
  });

  it('is served whole when the market goes through it', () => {
    const { send, print, told } = exchange();
    send(iceberg('3', '1'));
    print(102.1, '9');
    expect(told()).toEqual(['iceberg-sell filled 3 at 102 maker', 'iceberg-sell completed']);
  });

  it('shows at least a fifteenth and less than all', () => {
    const { send } = exchange();
    expect(send(iceberg('3', '0.19'))).toBe('display quantity 0.19 is not from 0.2 to below 3');
    expect(send(iceberg('3', '3'))).toBe('display quantity 3 is not from 0.2 to below 3');
    expect(send(iceberg('3', '0.2'))).toBe('open');
  });
});
