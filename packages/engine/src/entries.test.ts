import {
  type EnterSignal,
  type LedgerEvent,
  type OrderEvent,
  plainRequest,
  type PositionLiquidated,
  UsageError,
} from '@fathom/contracts';
import { Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { bot, d, enter, inTrade, type Setup } from '../testing/told-bot.js';

const ON_MARGIN: Setup = { margin: { leverage: 2 } };

describe('entries that rest', () => {
  it('are limit orders with what was asked for', () => {
    const ours = bot();
    ours.decide(enter({ limitPrice: 99.04, restMs: 60_000, postOnly: true }));
    expect(ours.execution.submitted.map(plainRequest)).toMatchObject([
      {
        type: 'limit',
        side: 'buy',
        price: d('99.0'),
        terms: { postOnly: true, timeInForce: 'gtd', expiresAt: ours.now() + 60_000 },
      },
    ]);
    expect(ours.store.events[0]).toMatchObject({ order: { terms: { postOnly: true } } });
  });

  it('are seen as pending, in part as well, until they are over', () => {
    const ours = bot();
    const pending = () => {
      ours.decide();
      return ours
        .view()
        ?.pending.map(({ side, filledQuantity, limitPrice }) => [side, String(filledQuantity), limitPrice]);
    };
    ours.decide(enter({ limitPrice: 99 }));
    const entry = ours.lastId();
    expect(pending()).toEqual([['long', '0', 99]]);
    ours.accept(entry);
    ours.fillPart(entry, '99', { quantity: '0.4' }, false);
    expect(pending()).toEqual([['long', '0.4', 99]]);
    expect(ours.view()).toMatchObject({ pendingEntries: 0, open: [{}] });
    ours.cancel(entry, 'expired');
    expect(pending()).toEqual([]);
    expect(ours.ledger.find(entry)?.status).toBe('expired');
  });

  it('leave less to spend for the next', () => {
    const ours = bot({ balance: '150' });
    ours.decide(enter({ limitPrice: 99 }), enter({ limitPrice: 99 }));
    expect(ours.execution.submitted).toHaveLength(1);
    expect(ours.ledger.refusals.list()).toMatchObject([{ rule: 'funds' }]);
  });
});

/** A bot whose entry rests at 99. */
function resting() {
  const ours = bot();
  ours.decide(enter({ limitPrice: 99 }));
  const entry = ours.lastId();
  ours.accept(entry);
  const tradeId = ours.ledger.pending[0]?.tradeId ?? '';
  return { ...ours, entry, tradeId };
}

describe('amending and withdrawing', () => {
  it('asks for the new price once it is written down, and knows it when the exchange says so', () => {
    const { decide, execution, store, ledger, entry, tradeId, hear } = resting();
    decide({ action: 'amend', tradeId, reason: 'up', limitPrice: 99.5 });
    const change = { limitPrice: d('99.5') };
    expect(execution.amended).toEqual([{ clientOrderId: entry, change }]);
    expect(store.events.at(-1)).toMatchObject({ type: 'amend-intended', clientOrderId: entry, change });
    expect(ledger.pending[0]?.limitPrice).toBe(99);
    hear({ type: 'order-amended', clientOrderId: entry, change } as OrderEvent);
    expect(ledger.pending[0]?.limitPrice).toBe(99.5);
    // The price it has already is nothing to ask for.
    decide({ action: 'amend', tradeId, reason: 'up', limitPrice: 99.5 });
    expect(execution.amended).toHaveLength(1);
  });

  it('keeps the price the exchange keeps', () => {
    const { decide, ledger, entry, tradeId, hear } = resting();
    decide({ action: 'amend', tradeId, reason: 'up', limitPrice: 101 });
    hear({ type: 'order-amend-refused', clientOrderId: entry, reason: 'post only' } as OrderEvent);
    expect(ledger.pending[0]?.limitPrice).toBe(99);
    expect(ledger.find(entry)?.asked).toBeUndefined();
  });

  it('withdraws what has not filled', () => {
    const { decide, execution, entry, tradeId } = resting();
    decide({ action: 'withdraw', tradeId, reason: 'enough' });
    expect(execution.canceled).toEqual([entry]);
  });

  it('moves a stop that rests, and one that is held', () => {
    const rests = inTrade({ stopPrice: 95 });
    rests.decide({ action: 'amend', tradeId: rests.trade.id, reason: 'up', stopPrice: 97 });
    expect(rests.execution.amended).toEqual([{ clientOrderId: rests.lastId(), change: { triggerPrice: d('97.0') } }]);
    const held = inTrade({ stopPrice: 95 }, { guards: { place: 'bot' } });
    held.decide({ action: 'amend', tradeId: held.trade.id, reason: 'up', stopPrice: 97 });
    held.quote(97);
    expect(held.execution.submitted.at(-1)).toMatchObject({ type: 'market', side: 'sell' });
  });

  it('gives a stop to a trade that had none', () => {
    const ours = inTrade();
    ours.decide({ action: 'amend', tradeId: ours.trade.id, reason: 'up', stopPrice: 97 });
    expect(ours.execution.submitted.at(-1)).toMatchObject({ type: 'stop-loss', price: d('97.0') });
  });

  it('names the strategy that wants what is not there', () => {
    const { decide } = bot();
    expect(() => decide({ action: 'withdraw', tradeId: 'nope', reason: 'r' })).toThrow(UsageError);
    expect(() => decide({ action: 'amend', tradeId: 'nope', reason: 'r', stopPrice: 1 })).toThrow(
      'told amends trade nope',
    );
  });
});

const halt = { type: 'trading-halted', reason: 'kill switch' } as const;

/** Cancellations of a market entry as trading is halted. */
function canceled(isAccepted: boolean): number {
  const ours = bot();
  ours.decide(enter());
  if (isAccepted) ours.accept(ours.lastId());
  ours.engine.process({ ...halt, time: ours.now() });
  return ours.execution.canceled.length;
}

describe('entries that rest when trading is halted', () => {
  it('are taken back, since what rests would still enter', () => {
    const { engine, execution, store, entry, now } = resting();
    engine.process({ ...halt, time: now() });
    expect(store.events.at(-1)).toMatchObject(halt);
    expect(execution.canceled).toEqual([entry]);
  });

  it('keep what has filled of them, and it is guarded', () => {
    const ours = bot();
    ours.decide(enter({ limitPrice: 99, stopPrice: 95 }));
    const entry = ours.lastId();
    ours.accept(entry);
    ours.fillPart(entry, '99', { quantity: '0.4' }, false);
    ours.engine.process({ ...halt, time: ours.now() });
    expect(ours.execution.canceled).toEqual([entry]);
    ours.cancel(entry);
    expect(ours.execution.submitted.at(-1)).toMatchObject({ type: 'stop-loss', quantity: d('0.4') });
    expect(ours.ledger.open).toHaveLength(1);
  });

  it('are taken back once, on their way as well: whoever sends orders keeps the turn of orders and cancellations', () => {
    const ours = bot();
    ours.decide(enter({ limitPrice: 99 }));
    const entry = ours.lastId();
    ours.engine.process({ ...halt, time: ours.now() });
    ours.accept(entry);
    expect(ours.execution.canceled).toEqual([entry]);
  });

  it('are taken back at the market too while they may not have left; later there is nothing to take back', () => {
    expect([canceled(false), canceled(true)]).toEqual([1, 0]);
  });

  it('leave alone the guards of what is open', () => {
    const ours = inTrade({ stopPrice: 95 });
    ours.accept(ours.lastId());
    ours.engine.process({ ...halt, time: ours.now() });
    expect(ours.execution.canceled).toEqual([]);
  });

  it('are taken back by a bot that takes up a ledger that is halted, and by no other', () => {
    const first = resting();
    const restarted = (...more: readonly LedgerEvent[]) => {
      const next = bot();
      for (const event of [...first.store.events, ...more]) next.ledger.apply(event);
      next.engine.resume(first.now());
      return next.execution.canceled;
    };
    const halted = { ...halt, time: first.now() };
    expect(restarted()).toEqual([]);
    expect(restarted(halted)).toEqual([first.entry]);
    expect(restarted(halted, { type: 'trading-resumed', time: first.now() })).toEqual([]);
  });
});

describe('shorts', () => {
  it('are sold with leverage and bought back only to make them smaller', () => {
    const ours = inTrade({ side: 'short' }, ON_MARGIN);
    ours.decide(ours.exit());
    const [sold, bought] = ours.execution.submitted.map(plainRequest);
    expect(sold).toMatchObject({ type: 'market', side: 'sell', terms: { leverage: 2 } });
    expect(bought).toMatchObject({ type: 'market', side: 'buy', terms: { leverage: 2, reduceOnly: true } });
    ours.fill(ours.lastId(), '90');
    expect([...ours.ledger.closed].map(({ side, profit }) => [side, String(profit)])).toEqual([['short', '9.2']]);
    expect([ours.ledger.cash, ours.ledger.holding, ours.ledger.position].map(String)).toEqual(['1009.2', '0', '0']);
  });

  it.each<[string, Setup, Partial<EnterSignal>, string, string]>([
    [
      'too dear for the free margin',
      { ...ON_MARGIN, balance: '50' },
      { side: 'short' },
      'margin',
      'margin 50.4 with fees is more than the 50 that is free',
    ],
    [
      'too low a margin level',
      { ...ON_MARGIN, balance: '100', limits: { minMarginLevelPercent: 250 } },
      { side: 'short' },
      'margin level',
      'margin level would be 200 %, and 250 % is the least',
    ],
  ])('are refused: %s', (_, setup, signal, rule, reason) => {
    const { decide, execution, store } = bot(setup);
    decide(enter(signal));
    expect(execution.submitted).toEqual([]);
    expect(store.events.filter(({ type }) => type === 'signal-refused')).toMatchObject([{ rule, reason }]);
  });

  it('never meet a long on margin: an order of the other side would close it', () => {
    const both = inTrade({ side: 'short' }, { margin: { leverage: 2, longs: true } });
    both.decide(enter());
    expect(both.ledger.refusals.list()).toMatchObject([
      { rule: 'opposite position', example: 'a long order would close the short position on margin' },
    ]);
    // A long of the own money is something else.
    const spot = inTrade({ side: 'short' }, ON_MARGIN);
    spot.decide(enter());
    expect(spot.execution.submitted.at(-1)).toMatchObject({ side: 'buy', terms: undefined });
  });

  it('that the exchange closes by itself are closed, once, and what rests for them is taken off', () => {
    const ours = inTrade({ side: 'short', stopPrice: 150 }, ON_MARGIN);
    const stop = ours.lastId();
    const fill = { id: 'F9', price: d('140'), quantity: d('1'), cost: d('140'), fee: d('0.5') };
    const event: PositionLiquidated = {
      type: 'position-liquidated',
      time: ours.now(),
      exchangeOrderId: 'LIQ',
      side: 'buy',
      fill: { ...fill, time: ours.now(), liquidity: 'taker', slippage: Decimal.ZERO },
    };
    ours.engine.process(event);
    ours.engine.process(event);
    expect([...ours.ledger.closed]).toMatchObject([{ exitReason: 'liquidation', exitOrderId: 'LIQ' }]);
    expect(ours.ledger.cash.toString()).toBe('959.1');
    expect(ours.execution.canceled).toEqual([stop]);
  });

  it('carry what is charged for them, once', () => {
    const ours = inTrade({ side: 'short' }, ON_MARGIN);
    const charge = { type: 'fee-charged', time: ours.now(), id: 'L1', kind: 'rollover', fee: d('0.02') } as const;
    ours.engine.process(charge);
    ours.engine.process(charge);
    ours.decide(ours.exit());
    ours.fill(ours.lastId(), '100');
    const [trade] = [...ours.ledger.closed];
    expect([trade?.rolloverFee, trade?.profit, ours.ledger.cash].map(String)).toEqual(['0.02', '-0.82', '999.18']);
  });
});

describe('limits', () => {
  it('collar an entry against the book, by the side it would take', () => {
    const setup: Setup = { limits: { priceCollarPercent: 1 } };
    const buys = (quote: { readonly bid?: number; readonly ask?: number }, last = 100) => {
      const ours = bot(setup);
      // Just before the candle closes that is decided on.
      ours.engine.process({ type: 'quote-changed', time: ours.now() + 299_000, last, ...quote });
      ours.decide(enter());
      return ours.execution.submitted.length;
    };
    expect(buys({ bid: 90, ask: 100.9 })).toBe(1);
    expect(buys({ bid: 100, ask: 101.1 })).toBe(0);
    expect(buys({}, 98)).toBe(0);
  });

  it('count orders of the last minute, whichever process sent them', () => {
    const limits = { maxOrdersPerMinute: 1 };
    const first = bot({ limits });
    first.decide(enter());
    first.fill(first.lastId());
    const restarted = (afterMs: number) => {
      const next = bot({ limits });
      for (const event of first.store.events) next.ledger.apply(event);
      next.engine.resume(first.now() + afterMs);
      next.decide(enter());
      return next.ledger.refusals.list().map(({ rule }) => rule);
    };
    expect(restarted(0)).toEqual(['order rate']);
    expect(restarted(60_001)).toEqual([]);
  });

  it('forget a price that is old', () => {
    const ours = bot({ limits: { priceCollarPercent: 1 } });
    ours.quote(90, { bid: 90, ask: 90 });
    ours.decide(enter());
    expect(ours.execution.submitted).toHaveLength(1);
  });

  it('measure a day’s loss from its first moment, whether or not anything was entered', () => {
    const ours = bot({ balance: '1000', limits: { maxDailyLossPercent: 5 } });
    ours.decide();
    expect(ours.store.events).toMatchObject([{ type: 'equity-marked', equity: 1000 }]);
    ours.decide(enter());
    ours.fill(ours.lastId(), '160');
    ours.decide(enter());
    expect(ours.ledger.refusals.list()).toMatchObject([{ rule: 'daily loss' }]);
  });

  it('count what is owed, and entries that rest, as exposure', () => {
    const ours = bot({ ...ON_MARGIN, limits: { maxExposure: 250 } });
    ours.decide(enter({ side: 'short' }));
    ours.fill(ours.lastId());
    ours.decide(enter({ limitPrice: 99 }));
    ours.decide(enter());
    expect(ours.execution.submitted).toHaveLength(2);
    expect(ours.ledger.refusals.list()).toMatchObject([
      { rule: 'exposure', example: '199 held and 100 more would be above the 250 that may be held' },
    ]);
  });
});
