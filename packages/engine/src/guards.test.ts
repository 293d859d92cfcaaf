import type { EnterSignal, LedgerEvent, OrderEvent, OrderRequest } from '@fathom/contracts';
import { plainRequest } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { bitcoin, candle, RecordingExecutionClient, RecordingLedgerStore, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { d, enter, inTrade, bot, type Setup } from '../testing/told-bot.js';
import { Engine } from './engine.js';

const BOTH: Partial<EnterSignal> = { stopPrice: 95, takeProfitPrice: 110 };
const SHORT: Setup = { margin: { leverage: 2 } };

/** `stop-loss sell 95`, `market buy reduce-only`: what was sent after the entry. */
function sent({ execution }: ReturnType<typeof bot>): string[] {
  return execution.submitted.slice(1).map(text);
}

function text(order: OrderRequest): string {
  const { type, side, terms, ...rest } = plainRequest(order);
  const price =
    'price' in rest ? [rest.price.toString()] : 'offset' in rest ? [`+${rest.offset.value.toString()}`] : [];
  const limit = 'limitPrice' in rest ? [rest.limitPrice.toString()] : [];
  return [type, side, ...price, ...limit, ...(terms?.reduceOnly === true ? ['reduce-only'] : [])].join(' ');
}

describe('what rests on the exchange', () => {
  it.each<[string, Partial<EnterSignal>, Setup, string[]]>([
    ['the stop, and not the target', BOTH, {}, ['stop-loss sell 95']],
    ['the target when it is preferred', BOTH, { guards: { resting: 'target' } }, ['limit sell 110']],
    ['a target alone', { takeProfitPrice: 110 }, {}, ['limit sell 110']],
    ['a stop with a limit', { stopPrice: 95, stopLimitPrice: 94.5 }, {}, ['stop-loss-limit sell 95 94.5']],
    ['a trailing stop', { trailingOffset: 3, takeProfitPrice: 110 }, {}, ['trailing-stop sell +3']],
    ['of two stops the fixed one', { trailingOffset: 3, stopPrice: 95 }, {}, ['stop-loss sell 95']],
    ['nothing when the bot holds all', BOTH, { guards: { place: 'bot' } }, []],
    [
      'everything, as what it becomes, where only the exchange knows how a candle went',
      { ...BOTH, trailingOffset: 3, stopLimitPrice: 94 },
      { guards: { isSimulated: true } },
      ['stop-loss-limit sell 95 94', 'trailing-stop sell +3', 'take-profit sell 110'],
    ],
    [
      'of a short the other way round, and only to make it smaller',
      { side: 'short', stopPrice: 105, takeProfitPrice: 90 },
      SHORT,
      ['stop-loss buy 105 reduce-only'],
    ],
  ])('%s', (_, signal, setup, expected) => {
    expect(sent(inTrade(signal, setup))).toEqual(expected);
  });

  it('waits until the entry is complete: until then the bot holds it', () => {
    const ours = bot();
    ours.decide(enter({ ...BOTH, limitPrice: 99 }));
    const entry = ours.lastId();
    ours.accept(entry);
    ours.fillPart(entry, '99', { quantity: '0.4' }, false);
    expect(sent(ours)).toEqual([]);
    ours.quote(94);
    // The rest of the entry is withdrawn first.
    expect(ours.execution.canceled).toEqual([entry]);
    ours.cancel(entry);
    expect(sent(ours)).toEqual(['market sell']);
    expect(ours.execution.submitted.at(-1)?.quantity.toString()).toBe('0.4');
  });
});

describe('what the bot holds', () => {
  it.each<[string, Partial<EnterSignal>, Setup, number[], string]>([
    ['a stop', { stopPrice: 95 }, { guards: { place: 'bot' } }, [95.1, 95], 'stopLoss'],
    ['a target', { takeProfitPrice: 110 }, { guards: { place: 'bot' } }, [109.9, 110], 'takeProfit'],
    ['a trailing stop', { trailingOffset: 3 }, { guards: { place: 'bot' } }, [100, 105, 102.1, 102], 'trailingStop'],
    [
      'a short’s stop',
      { side: 'short', stopPrice: 105 },
      { ...SHORT, guards: { place: 'bot' } },
      [104.9, 105],
      'stopLoss',
    ],
    [
      'a short’s target',
      { side: 'short', takeProfitPrice: 90 },
      { ...SHORT, guards: { place: 'bot' } },
      [90.1, 90],
      'takeProfit',
    ],
    [
      'a short’s trailing stop',
      { side: 'short', trailingOffset: 3 },
      { ...SHORT, guards: { place: 'bot' } },
      [100, 95, 97.9, 98],
      'trailingStop',
    ],
  ])('%s closes the trade at the market when its price is there, not before', (_, signal, setup, prices, reason) => {
    const ours = inTrade(signal, setup);
    for (const price of prices.slice(0, -1)) ours.quote(price);
    expect(sent(ours)).toEqual([]);
    ours.quote(prices.at(-1) ?? 0);
    ours.quote(prices.at(-1) ?? 0);
    expect(sent(ours)).toEqual([signal.side === 'short' ? 'market buy reduce-only' : 'market sell']);
    ours.fill(ours.lastId());
    expect([...ours.ledger.closed].map(({ exitReason }) => exitReason)).toEqual([reason]);
  });

  it('takes what rests off the book before the target sells', () => {
    const ours = inTrade(BOTH);
    const stop = ours.lastId();
    ours.quote(110);
    expect([sent(ours), ours.execution.canceled]).toEqual([['stop-loss sell 95'], [stop]]);
    ours.cancel(stop);
    expect(sent(ours)).toEqual(['stop-loss sell 95', 'market sell']);
  });

  it('sees in a candle what the feed has missed: its range for stops, its close for targets', () => {
    const setup: Setup = { guards: { place: 'bot' } };
    const closed = (fields: object, signal: Partial<EnterSignal>) => {
      const ours = inTrade(signal, setup);
      ours.decide();
      const openTime = ours.now();
      ours.engine.process({
        type: 'candle-closed',
        time: openTime + 300_000,
        candle: candle({ openTime, close: 100, ...fields }),
      });
      return sent(ours);
    };
    expect(closed({ low: 94 }, BOTH)).toEqual(['market sell']);
    expect(closed({ high: 111 }, BOTH)).toEqual([]);
    expect(closed({ high: 111, close: 110 }, BOTH)).toEqual(['market sell']);
  });

  it('outlives a restart, and a trailing one from where it was a minute before', () => {
    const first = inTrade({ stopPrice: 90, trailingOffset: 3 }, { guards: { place: 'bot' } });
    first.quote(100);
    first.wait(60_000);
    first.quote(110);
    first.quote(110.5);
    const ledger = new Ledger({ startBalance: d('1000') });
    for (const event of first.store.events) ledger.apply(event);
    const execution = new RecordingExecutionClient();
    const engine = new Engine({
      botId: '320',
      strategy: { name: 'none', label: 'None', warmup: 0, config: {}, onCandle: () => [] },
      instrument: bitcoin,
      execution,
      ledger,
      store: new RecordingLedgerStore(),
      sizing: { type: 'quantity', quantity: d('1') },
      costFactor: 1.004,
      guards: { place: 'bot' },
    });
    const time = START + 3_600_000;
    engine.resume(time);
    engine.process({ type: 'quote-changed', time, last: 107.1 });
    expect(execution.submitted).toEqual([]);
    engine.process({ type: 'quote-changed', time, last: 107 });
    expect(execution.submitted.map(text)).toEqual(['market sell']);
  });
});

/** So many seconds of an exchange that turns every exit down. */
function turnedDown(ours: ReturnType<typeof inTrade>, seconds: number): void {
  for (let n = 0; n < seconds; n += 1) {
    ours.wait(1000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    const clientOrderId = ours.lastId();
    if (ours.ledger.find(clientOrderId)?.purpose !== 'exit') continue;
    ours.hear({ type: 'order-rejected', clientOrderId, reason: 'busy' } as OrderEvent);
  }
}

/** A new process over the same events. */
function bornAgain(events: readonly LedgerEvent[]) {
  const ledger = new Ledger({ startBalance: d('1000'), remembered: 100 });
  for (const event of events) ledger.apply(event);
  const again = bot({}, ledger);
  again.engine.resume(START + 3_600_000);
  return again;
}

describe('an exit that comes to nothing', () => {
  it.each<[string, (ours: ReturnType<typeof inTrade>) => void]>([
    ['a guard of the bot’s', (ours) => ours.quote(110)],
    ['the strategy', (ours) => ours.decide(ours.exit())],
  ])('is sent again after pauses, whoever wanted it: %s', (_, leave) => {
    const ours = inTrade(BOTH);
    const stop = ours.lastId();
    leave(ours);
    ours.cancel(stop);
    ours.decide();
    ours.quote(100);
    turnedDown(ours, 60);
    // After 2, 4, 8, 16 and 32 seconds: nothing else would close the trade, since its stop was taken off.
    expect(sent(ours)).toEqual(['stop-loss sell 95', ...Array.from({ length: 5 }, () => 'market sell')]);
    ours.wait(60_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    ours.fill(ours.lastId());
    turnedDown(ours, 600);
    expect([ours.ledger.open, sent(ours).length]).toEqual([[], 7]);
  });

  it('is sent again for what it left', () => {
    const ours = inTrade();
    ours.decide(ours.exit());
    ours.accept(ours.lastId());
    ours.fillPart(ours.lastId(), '100', { quantity: '0.4' }, false);
    ours.cancel(ours.lastId(), 'no more depth');
    ours.wait(2000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(ours.execution.submitted.at(-1)?.quantity.toString()).toBe('0.6');
  });

  it('is sent again at once when it was lost, which has taken minutes, however often others were turned down', () => {
    const ours = inTrade();
    ours.decide(ours.exit());
    turnedDown(ours, 130);
    ours.wait(130_000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    const clientOrderId = ours.lastId();
    const before = sent(ours).length;
    ours.hear({ type: 'order-unknown', clientOrderId, reason: 'no answer' } as OrderEvent);
    while (ours.engine.unknownOrders > 0) {
      ours.wait(1000);
      ours.engine.process({ type: 'time-passed', time: ours.now() });
      ours.engine.process({ type: 'order-absent', time: ours.now(), clientOrderId, asOf: ours.now() });
    }
    ours.wait(1000);
    ours.engine.process({ type: 'time-passed', time: ours.now() });
    expect(sent(ours)).toHaveLength(before + 1);
  });

  it('is not put off by a clock that is set back', () => {
    const ours = inTrade();
    ours.decide(ours.exit());
    turnedDown(ours, 1);
    ours.engine.process({ type: 'time-passed', time: ours.now() - 3_600_000 });
    expect(sent(ours)).toEqual(['market sell', 'market sell']);
  });

  it('is in doubt for as long as any other though its candle was known minutes late', () => {
    const ours = inTrade();
    ours.decide(ours.exit());
    const clientOrderId = ours.lastId();
    ours.wait(300_000);
    ours.hear({ type: 'order-unknown', clientOrderId, reason: 'no answer' } as OrderEvent);
    for (let n = 0; n < 10; n += 1) {
      ours.wait(1000);
      ours.engine.process({ type: 'time-passed', time: ours.now() });
      ours.engine.process({ type: 'order-absent', time: ours.now(), clientOrderId, asOf: ours.now() });
    }
    expect([ours.engine.unknownOrders, sent(ours)]).toEqual([1, ['market sell']]);
  });

  it('is sent again at the next start', () => {
    const ours = inTrade();
    ours.decide(ours.exit());
    turnedDown(ours, 1);
    const { execution } = bornAgain(ours.store.events);
    expect(execution.submitted.map(({ clientOrderId }) => clientOrderId)).toEqual([`320-${ours.trade.id}-x1`]);
  });

  it('or was about to be sent when the process died, for a target that is gone', () => {
    const ours = inTrade({ takeProfitPrice: 110 });
    ours.cancel(ours.lastId());
    // The exit's own event is the last, and was not written.
    const { execution, ledger } = bornAgain(ours.store.events.slice(0, -1));
    expect(execution.submitted.map(text)).toEqual(['market sell']);
    expect(ledger.find(execution.submitted[0]?.clientOrderId ?? '')?.reason).toBe('target-lost');
  });
});
