import {
  Decimal,
  type EnterSignal,
  type Fill,
  type OrderEvent,
  type Signal,
  type Strategy,
  type TradesView,
} from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { bitcoin, candle, RecordingExecutionClient, RecordingLedgerStore, START } from '@fathom/testkit';
import { Engine } from '../src/engine.js';
import type { EngineOptions } from '../src/engine-options.js';

export const d = (text: string) => Decimal.parse(text);

export const enter = (fields: Partial<EnterSignal> = {}): Signal => ({
  action: 'enter',
  side: 'long',
  reason: 'up',
  price: 100,
  ...fields,
});

/** Options of the engine, and the balance it begins with. */
export interface Setup
  extends Partial<Omit<EngineOptions, 'botId' | 'strategy' | 'execution' | 'ledger' | 'store' | 'costFactor'>> {
  readonly balance?: string;
}

/** What the tests say of a fill; the rest follows. */
export interface FillSketch {
  readonly quantity?: string;
  readonly fee?: string;
  readonly id?: string;
}

/** An engine whose strategy says what the test wants next, with everything it did on record. Candles close at 100. */
export function bot(
  { balance = '1000', ...setup }: Setup = {},
  ledger = new Ledger({ startBalance: d(balance), remembered: 100 }),
) {
  const execution = new RecordingExecutionClient();
  const store = new RecordingLedgerStore();
  let next: readonly Signal[] = [];
  let seen: TradesView | undefined;
  const strategy: Strategy = {
    name: 'told',
    label: 'Told what to do',
    warmup: 0,
    config: {},
    onCandle: (_candle, trades) => {
      seen = trades;
      return next;
    },
  };
  const engine = new Engine({
    botId: '320',
    strategy,
    instrument: bitcoin,
    execution,
    ledger,
    store,
    sizing: { type: 'quantity', quantity: d('1') },
    costFactor: 1.004,
    ...setup,
  });
  let time = START;
  const decide = (...signals: Signal[]) => {
    next = signals;
    time += 300_000;
    engine.process({ type: 'candle-closed', time, candle: candle({ openTime: time - 300_000, close: 100 }) });
  };
  const hear = (event: Omit<OrderEvent, 'time'> & { type: OrderEvent['type'] }) =>
    engine.process({ time, ...event } as OrderEvent);
  const accept = (clientOrderId: string) =>
    hear({ type: 'order-accepted', clientOrderId, exchangeOrderId: `K-${clientOrderId}` } as OrderEvent);
  /** One execution of an order. */
  const fillPart = (clientOrderId: string, price: string, sketch: FillSketch, isComplete: boolean) => {
    const { quantity = '1', fee = '0.4', id } = sketch;
    const amounts = { price: d(price), quantity: d(quantity), cost: d(price).times(d(quantity)), fee: d(fee) };
    const fill: Fill = {
      time,
      ...amounts,
      liquidity: 'taker',
      slippage: Decimal.ZERO,
      ...(id !== undefined && { id }),
    };
    hear({ type: 'order-filled', clientOrderId, isComplete, fill } as OrderEvent);
  };
  /** The exchange fills an order completely. */
  const fill = (clientOrderId: string, price = '100', sketch: FillSketch = {}) => {
    accept(clientOrderId);
    fillPart(clientOrderId, price, sketch, true);
  };
  const cancel = (clientOrderId: string, reason = 'client') =>
    hear({ type: 'order-canceled', clientOrderId, reason } as OrderEvent);
  const quote = (last: number, more: { readonly bid?: number; readonly ask?: number } = {}) => {
    time += 1000;
    engine.process({ type: 'quote-changed', time, last, ...more });
  };
  const wait = (ms: number) => {
    time += ms;
  };
  const lastId = () => execution.submitted.at(-1)?.clientOrderId ?? '';
  const now = () => time;
  const view = () => seen;
  return {
    engine,
    execution,
    store,
    ledger,
    decide,
    hear,
    accept,
    fillPart,
    fill,
    cancel,
    quote,
    wait,
    lastId,
    now,
    view,
  };
}

/** A bot whose first entry has filled. */
export function inTrade(signal: Partial<EnterSignal> = {}, setup: Setup = {}) {
  const ours = bot(setup);
  ours.decide(enter(signal));
  ours.fill(ours.lastId());
  const trade = ours.ledger.open[0];
  if (trade === undefined) throw new Error('no trade');
  const exit = (reason = 'down'): Signal => ({ action: 'exit', tradeId: trade.id, reason });
  return { ...ours, trade, exit };
}
