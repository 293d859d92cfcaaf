import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';

const market = (side: 'buy' | 'sell', quantity: string) => ({ type: 'market', side, quantity: d(quantity) }) as const;
const at5 = { terms: { leverage: 5 } };
const HOUR = 3_600_000;

/** 1000 USD and no bitcoin. */
const poor = () => exchange({ usd: '1000', btc: '0' });

/** The figures of a summary as text. */
function figures({ venue }: ReturnType<typeof exchange>) {
  const { used, unrealized, equity, free, level, value, cost } = venue.marginSummary();
  return [used, unrealized, equity, free, level ?? '–', value, cost].map(String);
}

describe('a position', () => {
  it('is opened with borrowed money: only the fees leave the account', () => {
    const ours = poor();
    expect(ours.send(market('buy', '10'), at5)).toBe('filled');
    expect(ours.toldAll().slice(2)).toEqual([
      // trade 0.4 % and opening 0.025 % of 505 and 510
      'market-buy filled 5 at 101 taker',
      'margin USD 0 fee 2.14625',
      'market-buy filled 5 at 102 taker',
      'margin USD 0 fee 2.1675',
      'market-buy completed',
    ]);
    expect(ours.balance('USD')).toBe('995.68625/0');
    expect(ours.balance('BTC')).toBe('0/0');
    const [first] = ours.venue.positions();
    expect(first).toMatchObject({ id: 'position-1', side: 'long', leverage: 5, nextRolloverAt: 4 * HOUR });
    expect([first?.cost, first?.margin, first?.fee].map(String)).toEqual(['505', '101', '2.14625']);
    // worth 100 each, the middle of the book, before there is a last price
    expect(figures(ours)).toEqual(['203', '-15', '980.68625', '777.68625', '483.0966', '1000', '1015']);
    ours.print(110, '1');
    expect(figures(ours).slice(1, 3)).toEqual(['85', '1080.68625']);
  });

  it('is closed by the opposite order, the oldest first, and brings its profit', () => {
    const ours = poor();
    ours.send(market('buy', '10'), at5);
    ours.book('111x20', '112x20');
    ours.toldAll();
    ours.send(market('sell', '6'), at5);
    expect(ours.toldAll().slice(2)).toEqual([
      // 666 − 505 − 102; 0.4 % of 666, nothing for opening
      'market-sell filled 6 at 111 taker',
      'margin USD 59 fee 2.664',
      'market-sell completed',
    ]);
    const [left, ...none] = ours.venue.positions();
    expect(none).toEqual([]);
    expect(left).toMatchObject({ id: 'position-2' });
    expect([left?.closedQuantity, left?.margin, left?.unrealized].map(String)).toEqual(['1', '81.6', '38']);
    const fill = ours.venue.fills().at(-1);
    expect([fill?.closedQuantity, fill?.margin].map(String)).toEqual(['6', '133.2']);
    expect(fill?.positionId).toBeUndefined();
  });

  it('is closed whole by an order of quantity 0', () => {
    const ours = poor();
    ours.send(market('sell', '7'), at5);
    expect(ours.venue.positions().map(({ side }) => side)).toEqual(['short', 'short']);
    expect(ours.send(market('buy', '0'), at5)).toBe('filled');
    expect(ours.venue.positions()).toEqual([]);
    // sold 5 at 99 and 2 at 98, bought 5 at 101 and 2 at 102: −10 − 8
    const sum = ours.venue.ledger().reduce((total, { amount }) => total.plus(amount), d('0'));
    expect(sum.toString()).toBe('-18');
  });

  it('may be closed whole when it is smaller than the smallest order', () => {
    const ours = poor();
    ours.send({ ...market('buy', '1'), type: 'limit', price: d('98') }, at5);
    ours.print(97, '0.0005');
    expect(ours.send(market('sell', '0.0005'), at5)).toBe('quantity 0.0005 is below the minimum 0.001');
    expect(ours.send(market('sell', '0'), at5)).toBe('filled');
  });

  it('is turned by an order that is larger', () => {
    const ours = poor();
    ours.send(market('sell', '3'), at5);
    ours.send(market('buy', '5'), at5);
    const [turned] = ours.venue.positions();
    expect(turned).toMatchObject({ side: 'long' });
    expect(turned?.quantity.toString()).toBe('2');
    // 0.4 % and 0.025 % of 202, the opened part of 505
    expect([turned?.cost, turned?.fee].map(String)).toEqual(['202', '0.8585']);
  });

  it('pays a rollover every four hours, by the rate of its opening', () => {
    const ours = poor();
    ours.send(market('buy', '5'), at5);
    ours.toldAll();
    ours.venue.advanceTo(4 * HOUR - 1);
    expect(ours.toldAll()).toEqual([]);
    ours.venue.advanceTo(9 * HOUR);
    expect(ours.toldAll()).toEqual(['rollover USD 0 fee 0.12625', 'rollover USD 0 fee 0.12625']);
    expect(ours.venue.ledger().at(-1)).toMatchObject({ time: 8 * HOUR, reference: 'position-1' });
    expect(ours.venue.positions()[0]?.nextRolloverAt).toBe(12 * HOUR);
  });

  it('that is short pays on the bitcoin it borrowed, at their price', () => {
    const ours = poor();
    ours.send(market('sell', '5'), at5);
    ours.print(120, '1');
    ours.toldAll();
    ours.venue.advanceTo(4 * HOUR);
    expect(ours.toldAll()).toEqual(['rollover USD 0 fee 0.06']); // 0.01 % of 600
  });
});

describe('margin', () => {
  it('must cover the own part of what is opened and its fees', () => {
    const ours = exchange({ usd: '200', btc: '0' });
    expect(ours.send({ ...market('buy', '10') }, at5)).toBe('insufficient margin: 207.31375 needed, 200 free');
    expect(ours.send(market('buy', '9'), at5)).toBe('filled');
    expect(ours.send(market('buy', '1'), { ...at5, clientOrderId: 'more' })).toContain('insufficient margin');
    // closing is never refused
    expect(ours.send(market('sell', '9'), at5)).toBe('filled');
  });

  it('is looked at again when a resting order fills, for none was set aside', () => {
    const ours = exchange({ usd: '200', btc: '0' });
    const rest = { type: 'limit', side: 'buy', price: d('98.5'), quantity: d('8') } as const;
    ours.send(rest, { ...at5, clientOrderId: 'first' });
    ours.send(rest, { ...at5, clientOrderId: 'second' });
    ours.told();
    ours.print(98.4, '16');
    expect(ours.told()).toEqual([
      'first filled 8 at 98.5 maker',
      'first completed',
      'second canceled: insufficient margin',
    ]);
  });

  it('backs positions and buys nothing else meanwhile', () => {
    const ours = exchange({ usd: '200', btc: '0' });
    ours.send(market('buy', '5'), at5);
    // 193.85… free in all, 92.85… of it not used for the position
    expect(ours.send(market('buy', '1'), { clientOrderId: 'spot' })).toMatch(/^insufficient funds/);
  });

  it('opens nothing more once the level is at the call, and says so once', () => {
    const ours = exchange({ usd: '200', btc: '0' });
    ours.send(market('buy', '9'), at5);
    ours.told();
    ours.print(96, '1');
    expect(ours.told()).toEqual([]);
    // at 95: 200 − 3.88025 of fees − (913 − 855) are 138.11975, of 182.6 used
    ours.print(95, '1');
    ours.print(95, '1');
    expect(ours.told()).toEqual(['margin-called 75.6406']);
    expect(ours.send(market('buy', '1'), { ...at5, clientOrderId: 'more' })).toBe(
      'margin level 75.6406 % is not above 80 %',
    );
    ours.print(101, '1');
    ours.print(95, '1');
    expect(ours.told()).toEqual(['margin-called 75.6406']);
  });

  it('below the stop level closes positions at the market, as far as there is one', () => {
    const ours = exchange({ usd: '200', btc: '0' });
    ours.send(market('buy', '9'), at5);
    ours.book('90x4', '91x1');
    ours.told();
    ours.print(88, '1'); // 41.1 %
    expect(ours.told()).toEqual([]);
    ours.print(87, '1'); // 36.2 %
    expect(ours.told()).toEqual(['order-2 filled 4 at 90 taker', 'order-2 canceled: no liquidity']);
    expect(ours.venue.order({ id: 'order-2' })).toMatchObject({ isLiquidation: true, filledQuantity: d('4') });
    // What is left is backed well enough.
    expect(ours.venue.marginSummary().level?.toString()).toBe('75.3239');
    ours.print(75, '1'); // 16.4 %, but nobody is left to trade with
    expect(ours.told()).toEqual([]);
    ours.book('80x1 79x9', '81x1');
    expect(ours.told()).toEqual(['order-3 filled 1 at 80 taker', 'order-3 filled 4 at 79 taker', 'order-3 completed']);
    expect(ours.venue.positions()).toEqual([]);
  });

  it('lost beyond what was there leaves the account owing', () => {
    const ours = exchange({ usd: '110', btc: '0' });
    ours.send(market('buy', '5'), at5);
    ours.book('60x9', '61x9');
    expect(ours.venue.positions()).toEqual([]);
    const usd = ours.venue.balances().get('USD');
    expect(usd?.total.isNegative()).toBe(true);
  });

  it('counts other assets at their price', () => {
    const ours = exchange({ usd: '0', btc: '1' });
    expect(ours.venue.marginSummary().equity.toString()).toBe('100');
    expect(ours.send(market('buy', '2'), at5)).toBe('filled');
  });
});

describe('reduce only', () => {
  const reduce = { terms: { leverage: 5, reduceOnly: true } };

  it('closes no more than there is, and is canceled for the rest', () => {
    const ours = poor();
    ours.send(market('buy', '2'), at5);
    ours.told();
    ours.send(market('sell', '3'), reduce);
    expect(ours.told()).toEqual(['market-sell filled 2 at 99 taker', 'market-sell canceled: reduce only']);
    expect(ours.venue.positions()).toEqual([]);
  });

  it('resting is served up to the position too', () => {
    const ours = poor();
    ours.send(market('buy', '2'), at5);
    ours.send({ type: 'limit', side: 'sell', price: d('120'), quantity: d('3') }, reduce);
    ours.told();
    ours.print(121, '5');
    expect(ours.told()).toEqual(['limit-sell filled 2 at 120 maker', 'limit-sell canceled: reduce only']);
    expect(ours.venue.positions()).toEqual([]);
  });

  it('resting goes when the position does', () => {
    const ours = poor();
    ours.send(market('buy', '2'), at5);
    ours.send({ type: 'limit', side: 'sell', price: d('120'), quantity: d('2') }, reduce);
    ours.told();
    ours.send(market('sell', '2'), at5);
    expect(ours.told()).toEqual([
      'market-sell filled 2 at 99 taker',
      'market-sell completed',
      'limit-sell canceled: reduce only',
    ]);
  });

  it('may be sent as a stop before there is a position', () => {
    const ours = poor();
    expect(ours.send({ ...market('sell', '2'), type: 'stop-loss', price: d('90') }, reduce)).toBe('open');
    ours.print(90, '1');
    expect(ours.told()).toEqual(['stop-loss-sell triggered', 'stop-loss-sell canceled: reduce only']);
  });
});
