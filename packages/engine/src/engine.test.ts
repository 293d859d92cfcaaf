import { type Decimal, type EnterSignal, type OrderEvent, UsageError } from '@fathom/contracts';
import { bitcoin, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { bot, d, enter, inTrade, type Setup } from '../testing/told-bot.js';

const command = (name: 'close-trade' | 'cancel-order' | 'cancel-all' | 'leave-all', about?: string) =>
  ({
    type: 'command-given',
    time: START + 900_000,
    command: name,
    by: 'me',
    ...(about !== undefined && { about }),
  }) as const;

describe('commands', () => {
  it('close one trade, and are kept with who gave them', () => {
    const { engine, execution, store, ledger } = inTrade();
    engine.process(command('close-trade', ledger.open[0]?.id));
    expect(store.events.find(({ type }) => type === 'command-given')).toMatchObject({
      command: 'close-trade',
      by: 'me',
    });
    expect(execution.submitted.at(-1)).toMatchObject({ type: 'market', side: 'sell' });
    const sent = execution.submitted.length;
    engine.process(command('close-trade', ledger.open[0]?.id));
    engine.process(command('close-trade', 'no such trade'));
    expect(execution.submitted).toHaveLength(sent);
  });

  it('take off one order, or all', () => {
    const { engine, execution, decide, accept, lastId } = bot();
    decide(enter());
    accept(lastId());
    engine.process(command('cancel-order', 'another'));
    expect(execution.canceled).toEqual([]);
    engine.process(command('cancel-order', lastId()));
    engine.process(command('cancel-all'));
    expect(execution.canceled).toHaveLength(2);
  });
});

describe('entering', () => {
  it('writes the order down before it sends it', () => {
    const { execution, store, decide } = bot();
    let written = -1;
    const submit = execution.submit.bind(execution);
    execution.submit = (order) => {
      written = store.events.length;
      submit(order);
    };
    decide(enter());
    expect(written).toBe(1);
    expect(store.events[0]).toMatchObject({ type: 'order-intended', purpose: 'entry', reason: 'up' });
    expect(execution.submitted).toMatchObject([{ type: 'market', side: 'buy' }]);
  });

  it('derives the order’s id from the decision: same decision, same id; two on one candle, two ids', () => {
    expect(entryIds()).toEqual(entryIds());
    expect(new Set(entryIds()).size).toBe(3);
    // Kraken takes free text of up to 18 characters as cl_ord_id.
    for (const id of entryIds()) expect(id).toMatch(/^320-.{1,14}$/);
  });

  it('sizes by a fraction of equity, fee included, cut to the pair’s digits', () => {
    const { execution, decide } = bot({ sizing: { type: 'equity-fraction', fraction: 0.5 } });
    decide(enter());
    expect(execution.submitted[0]?.quantity.toString()).toBe('4.98007968'); // 500 / (100 · 1.004)
  });

  it.each<[string, Setup, Partial<EnterSignal>, string, string]>([
    [
      'too little',
      { sizing: { type: 'quantity', quantity: d('0.00005') } },
      {},
      'minimum quantity',
      'quantity 0.00005 BTC is below the minimum 0.0001',
    ],
    [
      'too cheap',
      { sizing: { type: 'quantity', quantity: d('0.001') } },
      {},
      'minimum cost',
      'cost 0.1 USD is below the minimum 0.5',
    ],
    [
      'too dear',
      { balance: '100.39' },
      {},
      'funds',
      'cost 100.4 USD with fee and slippage is more than the 100.39 available',
    ],
    ['a short', {}, { side: 'short' }, 'short selling', 'short selling needs margin, which is not available'],
  ])('refuses %s, with the reason in the ledger', (_name, setup, signal, rule, reason) => {
    const { execution, store, ledger, decide } = bot(setup);
    decide(enter(signal));
    expect(execution.submitted).toEqual([]);
    expect(store.events).toMatchObject([{ type: 'signal-refused', rule, reason }]);
    expect(ledger.refusals.list()).toEqual([{ rule, entries: 1, example: reason }]);
  });

  it('counts entries the exchange turned down', () => {
    const { ledger, decide, hear, lastId } = bot();
    decide(enter());
    hear({ type: 'order-canceled', clientOrderId: lastId(), reason: 'insufficient funds' } as OrderEvent);
    decide(enter());
    hear({ type: 'order-rejected', clientOrderId: lastId(), reason: 'EOrder:Cost minimum not met' } as OrderEvent);
    expect(ledger.refusals.count).toBe(2);
    expect(ledger.refusals.list().map(({ rule }) => rule)).toEqual([
      'exchange: insufficient funds',
      'exchange: EOrder:Cost minimum not met',
    ]);
  });

  it('does nothing before it may trade, and counts nothing', () => {
    const { execution, store, decide } = bot({ tradeFrom: START + 600_000 });
    decide(enter());
    expect([execution.submitted, store.events]).toEqual([[], []]);
    decide(enter());
    expect(execution.submitted).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('sells what the trade holds', () => {
    const { execution, decide, exit, fill, lastId, ledger } = inTrade();
    decide(exit());
    expect(execution.submitted.at(-1)).toMatchObject({ type: 'market', side: 'sell' });
    fill(lastId(), '110');
    expect([...ledger.closed]).toMatchObject([{ exitReason: 'down' }]);
  });

  it('sends one exit, however often the strategy asks', () => {
    const { execution, decide, exit } = inTrade();
    decide(exit(), exit());
    decide(exit());
    expect(execution.submitted).toHaveLength(2);
  });

  it('tries again under a new id when the exit was rejected and the strategy asks again', () => {
    const { execution, decide, exit, hear, lastId } = inTrade();
    decide(exit());
    const first = lastId();
    hear({ type: 'order-rejected', clientOrderId: first, reason: 'EService:Busy' } as OrderEvent);
    decide();
    expect(execution.submitted).toHaveLength(2);
    decide(exit());
    expect(execution.submitted).toHaveLength(3);
    expect(lastId()).not.toBe(first);
  });

  it('leaves everything on command, once, taking off first what rests', () => {
    const { engine, execution, decide, fill, cancel, lastId, ledger } = bot();
    decide(enter(), enter({ stopPrice: 97 }));
    for (const { clientOrderId } of execution.submitted.slice(0, 2)) fill(clientOrderId);
    const stop = lastId();
    engine.leaveAll(START, 'stopped');
    engine.leaveAll(START, 'stopped');
    expect(execution.submitted.map(({ type }) => type)).toEqual(['market', 'market', 'stop-loss', 'market']);
    fill(lastId());
    cancel(stop);
    fill(lastId());
    expect([...ledger.closed].map(({ exitReason }) => exitReason)).toEqual(['stopped', 'stopped']);
  });

  it('names the strategy that closes what is not open', () => {
    const { decide } = bot();
    expect(() => decide({ action: 'exit', tradeId: 'nope', reason: 'r' })).toThrow(UsageError);
    expect(() => decide({ action: 'exit', tradeId: 'nope', reason: 'r' })).toThrow('told closes trade nope');
  });
});

/** A bot in a trade that a stop and a target rest for, as an exchange allows that plays candles. */
function guarded() {
  return inTrade({ stopPrice: 97.5, takeProfitPrice: 105.04 }, { guards: { isSimulated: true } });
}

/** Client order ids of everything sent after the entry. */
function restingIds({ execution }: ReturnType<typeof bot>): string[] {
  return execution.submitted.slice(1).map((order) => order.clientOrderId);
}

/** Client order ids of three entries, two of them decided on one candle. */
function entryIds(): string[] {
  const { execution, decide } = bot();
  decide(enter(), enter());
  decide(enter());
  return execution.submitted.map((order) => order.clientOrderId);
}

describe('protecting a trade', () => {
  it('rests a stop and a target once the entry has filled, at prices the exchange takes', () => {
    const { execution } = guarded();
    expect(
      execution.submitted.slice(1).map((o) => ('price' in o ? `${o.type} ${o.side} ${o.price.toString()}` : o.type)),
    ).toEqual(['stop-loss sell 97.5', 'take-profit sell 105']);
  });

  it('follows a tick that is not a power of ten', () => {
    const setup = bot({ instrument: { ...bitcoin, tickSize: d('0.5') } });
    setup.decide(enter({ stopPrice: 97.8 }));
    setup.fill(setup.lastId());
    expect(setup.execution.submitted.at(-1)).toMatchObject({ type: 'stop-loss' });
    expect(String((setup.execution.submitted.at(-1) as { price?: Decimal }).price)).toBe('98');
  });

  it('cancels the target when the stop has closed the trade', () => {
    const ours = guarded();
    const [stop = '', target = ''] = restingIds(ours);
    ours.fill(stop, '97.5');
    expect([...ours.ledger.closed]).toMatchObject([{ exitReason: 'stopLoss' }]);
    expect(ours.execution.canceled).toEqual([target]);
    ours.cancel(target);
    expect(ours.execution.submitted).toHaveLength(3);
  });

  it('takes both off the book before it sells at the market', () => {
    const ours = guarded();
    const [stop = '', target = ''] = restingIds(ours);
    ours.decide(ours.exit());
    expect(ours.execution.canceled).toEqual([stop, target]);
    expect(ours.view()?.open[0]?.isClosing).toBe(true);
    expect(ours.execution.submitted).toHaveLength(3);
    ours.cancel(stop);
    expect(ours.execution.submitted).toHaveLength(3);
    ours.cancel(target);
    expect(ours.execution.submitted.at(-1)).toMatchObject({ type: 'market', side: 'sell' });
    ours.fill(ours.lastId());
    expect([...ours.ledger.closed]).toMatchObject([{ exitReason: 'down' }]);
  });

  it('does not sell twice when the stop fills while it is being canceled', () => {
    const ours = guarded();
    const [stop = '', target = ''] = restingIds(ours);
    ours.decide(ours.exit());
    ours.fill(stop, '97.5');
    ours.cancel(target);
    expect(ours.execution.submitted).toHaveLength(3);
    expect([...ours.ledger.closed]).toMatchObject([{ exitReason: 'stopLoss' }]);
  });

  it('takes the target off and closes the trade when the stop alone is lost', () => {
    const ours = guarded();
    const [stop = '', target = ''] = restingIds(ours);
    ours.hear({ type: 'order-rejected', clientOrderId: stop, reason: 'EOrder:Invalid price' } as OrderEvent);
    expect(ours.execution.canceled).toEqual([target]);
    ours.cancel(target);
    expect(ours.execution.submitted.at(-1)).toMatchObject({ type: 'market', side: 'sell' });
    ours.fill(ours.lastId());
    expect([...ours.ledger.closed]).toMatchObject([{ exitReason: 'stop-rejected' }]);
  });

  it('keeps a trade whose target alone is lost, behind its stop', () => {
    const ours = guarded();
    const [, target = ''] = restingIds(ours);
    ours.cancel(target);
    expect(ours.execution.submitted).toHaveLength(3);
    expect(ours.ledger.open).toHaveLength(1);
  });

  it('closes a trade at the market when the exchange will not hold its stop', () => {
    const ours = inTrade({ stopPrice: 97.5 });
    ours.hear({
      type: 'order-rejected',
      clientOrderId: restingIds(ours)[0] ?? '',
      reason: 'EOrder:Invalid price',
    } as OrderEvent);
    expect(ours.execution.submitted.at(-1)).toMatchObject({ type: 'market', side: 'sell' });
    ours.fill(ours.lastId());
    expect([...ours.ledger.closed]).toMatchObject([{ exitReason: 'stop-rejected' }]);
  });
});
