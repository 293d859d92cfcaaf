import { Decimal, type MarketTrade, type OrderEvent, type OrderRequest } from '@fathom/contracts';
import type { AddOrderOutcome } from '@fathom/exchange';
import { bitcoin, ManualTime, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { ValidateExecution } from './validate-execution.js';

const d = (text: string) => Decimal.parse(text);
const base = { clientOrderId: '320-1-e', quantity: d('2'), time: START } as const;
const market: OrderRequest = { ...base, type: 'market', side: 'buy' };

const VALIDATED: AddOrderOutcome = { outcome: 'validated', description: '' };

function checker(outcome: AddOrderOutcome = VALIDATED, decisionPrice: () => number | undefined = () => 100) {
  const time = new ManualTime(START);
  const events: OrderEvent[] = [];
  const troubles: string[] = [];
  const execution = new ValidateExecution({
    pair: bitcoin,
    fees: { takerPercent: d('0.4'), makerPercent: d('0.25') },
    check: () => Promise.resolve(outcome),
    decisionPrice,
    now: () => time.now(),
    scheduler: time,
    tell: (event) => events.push(event),
    onTrouble: (reason) => troubles.push(reason),
  });
  const trade = (price: number) => {
    const trades: MarketTrade[] = [{ time: START, price, quantity: Decimal.ONE }];
    execution.heard({
      type: 'market-traded',
      pair: bitcoin.name,
      time: START,
      receivedAt: START,
      trades,
      isSnapshot: false,
    });
  };
  const told = () =>
    events.map((event) =>
      event.type === 'order-filled'
        ? `${event.fill.quantity.toString()} @ ${event.fill.price.toString()} fee ${event.fill.fee.toString()} ${event.fill.liquidity}`
        : event.type,
    );
  return { time, execution, events, troubles, trade, told };
}

describe('orders that are only checked', () => {
  it('fill whole at the price of the decision', async () => {
    const { execution, told, time, events } = checker();
    execution.submit(market);
    expect(events).toEqual([]);
    await time.advance(1);
    expect(told()).toEqual(['order-accepted', '2 @ 100 fee 0.8 taker']);
  });

  it('fill at the last price where no entry was decided, and not at all where there is none', async () => {
    const { execution, told, time, trade } = checker(VALIDATED, () => undefined);
    execution.submit({ ...market, side: 'sell' });
    await time.advance(1);
    trade(90);
    execution.submit({ ...market, side: 'sell', clientOrderId: '320-1-x' });
    await time.advance(1);
    expect(told()).toEqual(['order-accepted', 'order-canceled', 'order-accepted', '2 @ 90 fee 0.72 taker']);
  });

  it.each([
    ['limit', 'sell', '105', 104.9, 105, '2 @ 105 fee 0.525 maker'],
    ['limit', 'buy', '95', 95.1, 94, '2 @ 95 fee 0.475 maker'],
    ['stop-loss', 'sell', '97', 97.1, 96, '2 @ 97 fee 0.776 taker'],
    ['stop-loss', 'buy', '103', 102.9, 104, '2 @ 103 fee 0.824 taker'],
    ['take-profit', 'sell', '105', 104.9, 106, '2 @ 105 fee 0.84 taker'],
  ] as const)('rest: a %s that is to %s at %s waits for the market', async (type, side, price, short, there, fill) => {
    const { execution, told, time, trade } = checker();
    execution.submit({ ...base, type, side, price: d(price) });
    await time.advance(1);
    trade(short);
    expect(told()).toEqual(['order-accepted']);
    trade(there);
    trade(there);
    expect(told()).toEqual(['order-accepted', fill]);
  });

  it('are taken off, and are no more once they are', async () => {
    const { execution, told, time, trade } = checker();
    const order: OrderRequest = { ...base, type: 'limit', side: 'sell', price: d('105') };
    execution.submit(order);
    await time.advance(1);
    execution.cancel(order);
    execution.cancel(order);
    await time.advance(1);
    trade(106);
    expect(told()).toEqual(['order-accepted', 'order-canceled']);
  });

  it('are rejected when Kraken would, or did not say', async () => {
    for (const outcome of [
      { outcome: 'rejected', reason: 'EOrder:Insufficient funds', kind: 'rules' },
      { outcome: 'unknown', reason: 'no answer' },
    ] as const) {
      const { execution, events, time } = checker(outcome);
      execution.submit(market);
      await time.advance(1);
      expect(events).toMatchObject([{ type: 'order-rejected', reason: expect.stringContaining(outcome.reason) }]);
    }
  });

  it('are checked, though the account does not hold what an exit would give back', async () => {
    const refused = { outcome: 'rejected', reason: 'EOrder:Insufficient funds', kind: 'rules' } as const;
    const { execution, told, time, trade } = checker(refused, () => undefined);
    trade(90);
    execution.submit({ ...market, side: 'sell' });
    await time.advance(1);
    expect(told()).toEqual(['order-accepted', '2 @ 90 fee 0.72 taker']);
  });

  it('are in doubt, loudly, should Kraken have taken one', async () => {
    const { execution, events, time, troubles } = checker({
      outcome: 'accepted',
      exchangeOrderId: 'OX',
      description: '',
    });
    execution.submit(market);
    await time.advance(1);
    expect(events).toMatchObject([{ type: 'order-unknown' }]);
    expect(troubles).toEqual(['Kraken has TAKEN order OX, which was only to be checked: look at the account']);
  });

  it('are not on any exchange after a restart, but for those that rested', async () => {
    const { execution, told, time, trade } = checker();
    const order: OrderRequest = { ...base, type: 'limit', side: 'sell', price: d('105') };
    execution.restore([order]);
    execution.find(order);
    execution.find({ ...market, clientOrderId: '320-2-e' });
    await time.advance(1);
    trade(106);
    expect(told()).toEqual(['order-canceled', '2 @ 105 fee 0.525 maker']);
  });
});
