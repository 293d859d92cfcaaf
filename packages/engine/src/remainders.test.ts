import { Decimal, type LedgerEvent, type OrderEvent } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { candle } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { bot, d, enter, inTrade, type Setup } from '../testing/told-bot.js';

/** Two trades of 1 BTC each at 100, with stops that rest, or without. */
function twoTrades(signal: Parameters<typeof enter>[0] = {}, setup: Setup = {}) {
  const ours = bot({ balance: '1000', ...setup });
  for (let count = 0; count < 2; count += 1) {
    ours.decide(enter(signal));
    const entry = ours.lastId();
    ours.fill(entry);
    if (signal?.stopPrice !== undefined) ours.accept(entry.replace(/-e$/, '-s'));
  }
  const [first, second] = ours.ledger.open;
  if (first === undefined || second === undefined) throw new Error('two trades');
  const order = (id: string) => ours.execution.submitted.find(({ clientOrderId }) => clientOrderId === id);
  return { ...ours, first, second, order };
}

function reject(ours: ReturnType<typeof bot>, clientOrderId: string) {
  ours.hear({ type: 'order-rejected', clientOrderId, reason: 'turned down' } as OrderEvent);
}

/** The exchange sells for an order that had ended: it was told too late. */
function soldAgain(ours: ReturnType<typeof bot>, id: string, quantity = '1') {
  ours.fillPart(id, '100', { quantity, id: `late-${id}` }, true);
}

function fillOf(quantity: string, id: string) {
  const amounts = { price: d('100'), quantity: d(quantity), cost: d('100').times(d(quantity)), fee: Decimal.ZERO };
  return { time: 0, ...amounts, liquidity: 'taker', slippage: Decimal.ZERO, id } as const;
}

/** What a new process knows. */
function replay(events: readonly LedgerEvent[]): Ledger {
  const ledger = new Ledger({ startBalance: d('1000'), remembered: 100 });
  for (const event of events) ledger.apply(event);
  return ledger;
}

const exitOf = (tradeId: string) => ({ action: 'exit', tradeId, reason: 'down' }) as const;

/** The stop had sold, told too late; the exit is on its way, and nobody knows what becomes of it. */
function exitInDoubt() {
  const ours = twoTrades({ stopPrice: 90 });
  const stop = `320-${ours.first.id}-s`;
  ours.decide(exitOf(ours.first.id));
  ours.cancel(stop);
  const exit = ours.lastId();
  ours.hear({ type: 'order-unknown', clientOrderId: exit, reason: 'timeout' } as OrderEvent);
  soldAgain(ours, stop);
  expect(ours.ledger.open).toEqual([ours.second]);
  expect(ours.ledger.holding.toString()).toBe('1');
  ours.decide(exitOf(ours.second.id));
  ours.cancel(`320-${ours.second.id}-s`);
  expect(ours.lastId()).toBe(exit);
  return { ...ours, exit };
}

/** An entry that got 0.00005 and expired. */
function dustTrade(signal: Parameters<typeof enter>[0] = {}, setup: Setup = {}) {
  const ours = bot(setup);
  ours.decide(enter({ limitPrice: 99, ...signal }));
  const entry = ours.lastId();
  ours.accept(entry);
  ours.fillPart(entry, '99', { quantity: '0.00005', fee: '0' }, false);
  ours.cancel(entry, 'expired');
  return ours;
}

/** A stop that has sold all but 0.00005. */
function almostSold() {
  const ours = inTrade({ stopPrice: 90, stopLimitPrice: 89 });
  const stop = ours.lastId();
  ours.accept(stop);
  ours.fillPart(stop, '89', { quantity: '0.99995', fee: '0.3' }, false);
  ours.cancel(stop);
  return ours;
}

describe('an exit', () => {
  it('sells no coins that a stray fill has sold already: its trade is over, at the latest price', () => {
    const ours = twoTrades();
    const { first, second } = ours;
    ours.decide(exitOf(first.id));
    const exit = ours.lastId();
    reject(ours, exit);
    ours.wait(10_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    ours.fill(`${exit}1`);
    // It was executed all the same.
    soldAgain(ours, exit);
    expect(ours.ledger.holding.toString()).toBe('0');
    const sent = ours.execution.submitted.length;
    ours.decide(exitOf(second.id));
    expect(ours.execution.submitted).toHaveLength(sent);
    expect(ours.ledger.open).toEqual([]);
    expect(ours.store.events.at(-1)).toMatchObject({ type: 'remainder-left', tradeId: second.id, why: 'not-held' });
    expect(ours.ledger.closed.at(1)).toMatchObject({ id: second.id, exitReason: 'leftOver', leftOver: Decimal.ONE });
    // Once, and for ever.
    ours.wait(600_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.execution.submitted).toHaveLength(sent);
  });

  it('sells what is there when a stray fill has sold a part', () => {
    const ours = twoTrades();
    ours.decide(exitOf(ours.first.id));
    const exit = ours.lastId();
    reject(ours, exit);
    soldAgain(ours, exit, '1.25');
    ours.decide(exitOf(ours.second.id));
    expect(ours.order(ours.lastId())?.quantity.toString()).toBe('0.75');
    ours.fill(ours.lastId(), '100', { quantity: '0.75' });
    expect(ours.ledger.open).toEqual([]);
    expect(ours.ledger.holding.toString()).toBe('0');
    expect(ours.ledger.closed.at(1)).toMatchObject({ exitReason: 'down', leftOver: d('0.25') });
  });

  it('waits for what an order in doubt may still sell, and leaves when that will not sell', () => {
    const ours = exitInDoubt();
    reject(ours, ours.exit);
    ours.wait(1000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.order(ours.lastId())).toMatchObject({ clientOrderId: `320-${ours.second.id}-x`, quantity: d('1') });
  });

  it('has nothing to sell when the order in doubt has sold it', () => {
    const ours = exitInDoubt();
    ours.fill(ours.exit);
    ours.wait(1000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.lastId()).toBe(ours.exit);
    expect(ours.ledger.open).toEqual([]);
    expect(ours.ledger.holding.toString()).toBe('0');
  });

  it('waits after a restart as well', () => {
    const ours = exitInDoubt();
    const ledger = replay(ours.store.events);
    const next = bot({}, ledger);
    next.engine.resume(ours.now());
    expect(next.execution.submitted).toEqual([]);
    next.engine.process({ type: 'order-rejected', time: ours.now(), clientOrderId: ours.exit, reason: 'never there' });
    next.engine.process({ type: 'time-passed', time: ours.now() + 1000 });
    expect(next.lastId()).toBe(`320-${ours.second.id}-x`);
  });

  it('lets no stop rest for coins that are gone', () => {
    const ours = twoTrades({ stopPrice: 90 });
    const { first, second } = ours;
    const [firstStop, secondStop] = [`320-${first.id}-s`, `320-${second.id}-s`];
    ours.cancel(firstStop, 'by hand');
    ours.fill(`320-${first.id}-x`);
    expect(ours.execution.canceled).toEqual([]);
    soldAgain(ours, firstStop);
    expect(ours.execution.canceled).toEqual([secondStop]);
    ours.cancel(secondStop);
    expect(ours.ledger.open).toEqual([]);
    expect(ours.execution.submitted.map(({ clientOrderId }) => clientOrderId)).not.toContain(`320-${second.id}-x`);
  });

  it('takes such a stop off when it is only found at a start', () => {
    const ours = twoTrades({ stopPrice: 90 });
    const { first, second } = ours;
    ours.cancel(`320-${first.id}-s`, 'by hand');
    ours.fill(`320-${first.id}-x`);
    const events = [...ours.store.events];
    const late = { type: 'order-filled', time: ours.now(), clientOrderId: `320-${first.id}-s` } as const;
    const ledger = replay([...events, { ...late, fill: fillOf('1', 'late'), isComplete: true }]);
    const next = bot({}, ledger);
    next.engine.resume(ours.now());
    expect(next.execution.canceled).toEqual([`320-${second.id}-s`]);
  });

  it('orders no more digits than the pair has: what is behind them is left over', () => {
    const ours = bot();
    ours.decide(enter());
    ours.fill(ours.lastId(), '100', { quantity: '0.999999999' });
    ours.decide(exitOf(ours.ledger.open[0]?.id ?? ''));
    expect(ours.execution.submitted.at(-1)?.quantity.toString()).toBe('0.99999999');
    ours.fill(ours.lastId(), '100', { quantity: '0.99999999' });
    ours.wait(10_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.ledger.open).toEqual([]);
    expect(ours.ledger.closed.at(0)).toMatchObject({ exitReason: 'down', leftOver: d('0.000000009') });
  });

  it('buys back no more than was sold short, and all of it in the end', () => {
    const ours = twoTrades({ side: 'short' }, { balance: '10000', margin: { leverage: 2 } });
    ours.decide(exitOf(ours.first.id));
    const exit = ours.lastId();
    reject(ours, exit);
    soldAgain(ours, exit, '1.5');
    expect(ours.ledger.position.toString()).toBe('-0.5');
    ours.decide(exitOf(ours.second.id));
    expect(ours.order(ours.lastId())).toMatchObject({ side: 'buy', quantity: d('0.5') });
  });
});

describe('a guard', () => {
  it('rests as soon as what another order may still sell is known not to be sold', () => {
    const ours = bot({ balance: '1000' });
    ours.decide(enter({ stopPrice: 90 }));
    const first = ours.lastId();
    ours.fill(first);
    const firstStop = ours.lastId();
    ours.accept(firstStop);
    ours.decide(enter({ limitPrice: 99, stopPrice: 90 }), exitOf(ours.ledger.open[0]?.id ?? ''));
    const second = ours.execution.submitted.at(-1)?.clientOrderId ?? '';
    ours.accept(second);
    ours.cancel(firstStop);
    const exit = ours.lastId();
    ours.hear({ type: 'order-unknown', clientOrderId: exit, reason: 'timeout' } as OrderEvent);
    soldAgain(ours, firstStop);
    // What is bought now may be what the exit in doubt sells.
    ours.fill(second, '99');
    expect(ours.lastId()).toBe(exit);
    reject(ours, exit);
    ours.wait(1000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.execution.submitted.at(-1)).toMatchObject({
      clientOrderId: second.replace(/-e$/, '-s'),
      quantity: Decimal.ONE,
    });
  });
});

describe('what is below the minimum of 0.0001 BTC', () => {
  it('is left over, once: the trade is over, and counts it at the latest price', () => {
    const ours = almostSold();
    expect(ours.ledger.open).toEqual([]);
    const left = ours.store.events.filter(({ type }) => type === 'remainder-left');
    expect(left).toMatchObject([{ tradeId: ours.trade.id, quantity: d('0.00005'), why: 'below-minimum' }]);
    // 0.99995 at 89 and 0.00005 at 100, for 100, with fees of 0.4 and 0.3.
    const closed = ours.ledger.closed.at(0);
    expect(closed).toMatchObject({ exitReason: 'stopLoss', leftOver: d('0.00005') });
    expect(closed?.profit.toString()).toBe('-11.69945');
    // As cash and holdings have it.
    expect(ours.ledger.exactEquityAt(d('100')).toString()).toBe('988.30055');
    expect(ours.ledger.holding.toString()).toBe('0.00005');
    const sent = ours.execution.submitted.length;
    for (let minutes = 0; minutes < 30; minutes += 1) {
      ours.wait(60_000);
      ours.engine.process({ type: 'time-passed', time: ours.now() });
    }
    expect(ours.execution.submitted).toHaveLength(sent);
    expect(ours.store.events.filter(({ type }) => type === 'remainder-left')).toHaveLength(1);
  });

  it('is left over after a restart as well', () => {
    const ours = almostSold();
    const ledger = replay(ours.store.events);
    const next = bot({}, ledger);
    next.engine.resume(ours.now());
    next.engine.process({ type: 'time-passed', time: ours.now() + 600_000 });
    expect(next.execution.submitted).toEqual([]);
    expect(ledger.closed.at(0)).toEqual(ours.ledger.closed.at(0));
    expect(ledger.leftOvers.map(({ event }) => event.quantity.toString())).toEqual(['0.00005']);
  });

  it('is no trade either when an entry got no more', () => {
    const ours = bot();
    ours.decide(enter({ limitPrice: 99, stopPrice: 90 }));
    const entry = ours.lastId();
    ours.accept(entry);
    ours.fillPart(entry, '99', { quantity: '0.00005', fee: '0' }, false);
    ours.cancel(entry, 'expired');
    expect(ours.ledger.open).toEqual([]);
    expect(ours.ledger.closed.at(0)).toMatchObject({ exitReason: 'leftOver', exitOrderId: '', leftOver: d('0.00005') });
    expect(ours.execution.submitted).toHaveLength(1);
  });

  it('is no error of a strategy that wants it closed', () => {
    const ours = almostSold();
    expect(() => ours.decide(exitOf(ours.trade.id))).not.toThrow();
  });

  it('is no error of a strategy that wants more of the trade in the same breath', () => {
    const ours = dustTrade();
    const tradeId = ours.ledger.open[0]?.id ?? '';
    const amend = { action: 'amend', tradeId, reason: 'up', stopPrice: 95 } as const;
    expect(() => ours.decide(exitOf(tradeId), exitOf(tradeId), amend)).not.toThrow();
    expect(ours.ledger.open).toEqual([]);
    expect(ours.store.events.at(-1)?.type).toBe('remainder-left');
  });

  it('has no stop that trails on when it is over', () => {
    const ours = dustTrade({ trailingOffset: 5 }, { guards: { place: 'bot' } });
    ours.decide();
    const openTime = ours.now() + 60_000;
    // Down to the stop, and up to where it would trail on.
    const swing = candle({ openTime, open: 100, low: 90, high: 130, close: 130 });
    ours.engine.process({ type: 'candle-closed', time: openTime + 300_000, candle: swing });
    expect(ours.ledger.open).toEqual([]);
    expect(ours.store.events.at(-1)?.type).toBe('remainder-left');
  });

  it('waits for a price to be counted at', () => {
    const ours = dustTrade();
    const ledger = replay(ours.store.events);
    const next = bot({}, ledger);
    next.engine.resume(ours.now());
    next.engine.leaveAll(ours.now(), 'by hand');
    next.engine.process({ type: 'time-passed', time: ours.now() + 1000 });
    expect(ledger.open).toHaveLength(1);
    expect(next.store.events.map(({ type }) => type)).toEqual(['exit-decided']);
    next.engine.process({ type: 'quote-changed', time: ours.now() + 2000, last: 101 });
    next.engine.process({ type: 'time-passed', time: ours.now() + 2000 });
    expect(ledger.open).toEqual([]);
    expect(ledger.leftOvers[0]?.event.price.toString()).toBe('101');
    expect(next.execution.submitted).toEqual([]);
  });

  it('is tried once on margin, where an exchange may take it', () => {
    const ours = inTrade({ side: 'short', stopPrice: 110 }, { balance: '10000', margin: { leverage: 2 } });
    const stop = ours.lastId();
    ours.accept(stop);
    ours.fillPart(stop, '110', { quantity: '0.99995' }, false);
    ours.cancel(stop);
    const exit = ours.lastId();
    expect(ours.execution.submitted.at(-1)?.quantity.toString()).toBe('0.00005');
    reject(ours, exit);
    ours.wait(10_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.ledger.open).toEqual([]);
    expect(ours.lastId()).toBe(exit);
    expect(ours.ledger.position.toString()).toBe('-0.00005');
  });

  it('is also what costs less than 0.5 USD, once the exchange has said so: a price may be wrong', () => {
    const ours = bot({ sizing: { type: 'quantity', quantity: d('0.006') } });
    ours.decide(enter());
    const entry = ours.lastId();
    ours.fill(entry, '100', { quantity: '0.006' });
    const trade = ours.ledger.open[0];
    ours.quote(80);
    ours.decide(exitOf(trade?.id ?? ''));
    const exit = ours.lastId();
    expect(ours.execution.submitted.at(-1)?.quantity.toString()).toBe('0.006');
    reject(ours, exit);
    ours.wait(10_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.lastId()).toBe(exit);
    expect(ours.ledger.leftOvers[0]?.event).toMatchObject({ quantity: d('0.006'), why: 'below-minimum' });
  });
});
