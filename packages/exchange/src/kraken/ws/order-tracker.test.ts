import { Decimal } from '@fathom/contracts';
import { recordedFrames } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executionEntry } from './account-entries.js';
import type { OrderReported } from './account-events.js';
import { Fields } from './frame-fields.js';
import { readJson } from './json-text.js';
import { OrderTracker } from './order-tracker.js';

const decimal = (text: string) => Decimal.parse(text);
const none = () => {};

/** Reports as the frames of one order say them: later ones hold its id and what has changed. */
function reports(orderId = 'OABC') {
  const base = { type: 'order-reported', time: 1000, receivedAt: 1001, isSnapshot: false, orderId } as const;
  return {
    received: (clientOrderId: string | undefined = 'mine', quantity = '1.0'): OrderReported => ({
      ...base,
      kind: 'received',
      pair: 'BTC/USD',
      side: 'buy',
      quantity: decimal(quantity),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
    }),
    opened: (): OrderReported => ({ ...base, kind: 'opened' }),
    amended: (quantity: string): OrderReported => ({ ...base, kind: 'amended', quantity: decimal(quantity) }),
    open: (filled: string, clientOrderId = 'mine', quantity = '1.0'): OrderReported => ({
      ...base,
      kind: 'opened',
      isSnapshot: true,
      clientOrderId,
      pair: 'BTC/USD',
      quantity: decimal(quantity),
      filledQuantity: decimal(filled),
    }),
    fill: (id: string, quantity: string, fees = [{ asset: 'USD', quantity: decimal('0.4') }]): OrderReported => ({
      ...base,
      kind: 'filled-partly-or-wholly',
      pair: 'BTC/USD',
      fill: {
        id,
        price: decimal('100.0'),
        quantity: decimal(quantity),
        cost: decimal('100.0').times(decimal(quantity)),
        fees,
        liquidity: 'maker',
      },
    }),
    completed: (filled = '1.0'): OrderReported => ({ ...base, kind: 'completed', filledQuantity: decimal(filled) }),
    canceled: (filled = '0.0', reason = 'User requested'): OrderReported => ({
      ...base,
      kind: 'canceled',
      filledQuantity: decimal(filled),
      reason,
    }),
    expired: (): OrderReported => ({ ...base, kind: 'expired' }),
  };
}

function begun(): OrderTracker {
  const tracker = new OrderTracker();
  tracker.snapshot([], 0, none);
  return tracker;
}

/** The outcomes of reports, each as one line. */
function told(tracker: OrderTracker, ...all: readonly OrderReported[]): string[] {
  return all.flatMap((report) => tracker.update(report, none)).map(line);
}

function line(event: ReturnType<OrderTracker['update']>[number]): string {
  switch (event.type) {
    case 'order-accepted':
      return `accepted ${event.clientOrderId} as ${event.exchangeOrderId}`;
    case 'order-filled':
      return `filled ${event.clientOrderId} ${event.fill.quantity.toString()}${event.isComplete ? ' complete' : ''}`;
    case 'order-canceled':
    case 'order-rejected':
    case 'order-unknown':
  }
  return `${event.type.slice('order-'.length)} ${event.clientOrderId}: ${event.reason}`;
}

/** The fee an order's fill has in its event, and what is noted. */
const feeOf = (asset: string, quantity: string, feeUsd?: string) => {
  const tracker = begun();
  told(tracker, reports().received());
  const report = reports().fill('T1', '0.5', [{ asset, quantity: decimal(quantity) }]);
  const fill = { ...(report.fill ?? fail()), ...(feeUsd === undefined ? {} : { feeUsd: decimal(feeUsd) }) };
  const notes: string[] = [];
  const [event] = tracker.update({ ...report, fill }, (note) => notes.push(note));
  return [event?.type === 'order-filled' ? event.fill.fee.toString() : '', ...notes];
};

describe('OrderTracker', () => {
  const order = reports();

  it('accepts once, fills, and is complete when fills add up, though the last trade says partially filled', () => {
    expect(
      told(
        begun(),
        order.received(),
        order.opened(),
        order.fill('T1', '0.4'),
        order.fill('T2', '0.6'),
        order.completed(),
      ),
    ).toEqual(['accepted mine as OABC', 'filled mine 0.4', 'filled mine 0.6 complete']);
  });

  it('finds the order by its id, since later reports name nothing else', () => {
    const two = reports('OXYZ');
    expect(
      told(begun(), order.received(), two.received('other'), two.canceled(), order.canceled('0', 'Post only order')),
    ).toEqual([
      'accepted mine as OABC',
      'accepted other as OXYZ',
      'canceled other: User requested',
      'canceled mine: Post only order',
    ]);
  });

  it('counts a fill once, and ends an order once', () => {
    const tracker = begun();
    told(tracker, order.received(), order.fill('T1', '0.4'));
    expect(told(tracker, order.fill('T1', '0.4'), order.expired(), order.canceled(), order.expired())).toEqual([
      'canceled mine: expired',
    ]);
  });

  it('takes an amended quantity for the new whole', () => {
    const tracker = begun();
    told(tracker, order.received('mine', '5'), order.amended('2'));
    expect(told(tracker, order.fill('T1', '2'), order.completed('2'))).toEqual(['filled mine 2 complete']);
  });

  it('tells nothing of orders without a client order id until they are linked', () => {
    const tracker = begun();
    expect(told(tracker, { ...order.opened() }, order.fill('T1', '0.4'))).toEqual([]);
    tracker.link('OABC', 'mine', decimal('1.0'));
    expect(told(tracker, order.fill('T2', '0.6'))).toEqual(['accepted mine as OABC', 'filled mine 0.6 complete']);
  });

  it('says unknown when fills are missing at the end, and nothing twice afterwards', () => {
    const tracker = begun();
    told(tracker, order.received());
    expect(told(tracker, order.completed())).toEqual(['unknown mine: of 1 filled only 0 was reported']);
    expect(told(tracker, order.fill('T1', '1.0'), order.canceled())).toEqual([]);
    const cash = begun();
    told(cash, { ...order.opened(), clientOrderId: 'mine' }, order.fill('T1', '0.7'));
    expect(told(cash, { ...order.completed(), filledQuantity: decimal('0.7') })).toEqual([
      'unknown mine: it is complete, yet its fills do not add up',
    ]);
  });

  describe('snapshots', () => {
    it('the first is history', () => {
      const tracker = new OrderTracker();
      const old = reports('OOLD').fill('T0', '3');
      expect(tracker.snapshot([order.open('0.4'), order.fill('T1', '0.4'), old], 9, none)).toEqual([]);
      expect(told(tracker, order.fill('T1', '0.4'), order.fill('T2', '0.6'))).toEqual(['filled mine 0.6 complete']);
    });

    it('a later one brings what happened meanwhile, once', () => {
      const tracker = begun();
      told(tracker, order.received(), order.fill('T1', '0.1'));
      const placedMeanwhile = reports('ONEW').open('0', 'second');
      const all = [order.open('0.5'), placedMeanwhile, order.fill('T2', '0.4'), order.fill('T1', '0.1')];
      expect(tracker.snapshot(all, 9, none).map(line)).toEqual(['accepted second as ONEW', 'filled mine 0.4']);
      expect(tracker.snapshot(all, 10, none)).toEqual([]);
      expect(told(tracker, order.fill('T3', '0.5'))).toEqual(['filled mine 0.5 complete']);
    });

    it('an order filled wholly meanwhile is known by its fills', () => {
      const tracker = begun();
      told(tracker, order.received());
      expect(tracker.snapshot([order.fill('T1', '1.0')], 9, none).map(line)).toEqual(['filled mine 1 complete']);
    });

    it('an order that is gone without a trace is unknown', () => {
      const tracker = begun();
      told(tracker, order.received());
      expect(tracker.snapshot([], 9, none).map(line)).toEqual([
        'unknown mine: it is not open any more, and what became of it was missed',
      ]);
      expect(tracker.snapshot([order.fill('T1', '1.0')], 10, none)).toEqual([]);
    });

    it('an open order with fills nobody told of is unknown, and goes on from there', () => {
      const tracker = begun();
      told(tracker, order.received());
      expect(tracker.snapshot([order.open('0.6')], 9, none).map(line)).toEqual([
        'unknown mine: of 0.6 filled only 0 was reported',
      ]);
      expect(told(tracker, order.fill('T9', '0.4'))).toEqual(['filled mine 0.4 complete']);
    });
  });

  it('reckons fees in quote units', () => {
    expect(feeOf('USD', '0.20')).toEqual(['0.2']);
    expect(feeOf('BTC', '0.002')).toEqual(['0.2']);
    expect(feeOf('KFEE', '20', '0.21')).toEqual(['0.21']);
    expect(feeOf('KFEE', '20')).toEqual(['0', "the fee of fill T1 is not in the pair's currencies and counts as 0"]);
  });

  it('whatever is lost and repeated, no fill is told twice and none is told that was not reported', () => {
    const cuts = fc.array(fc.nat(12), { maxLength: 4 });
    fc.assert(
      fc.property(cuts, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (places, heard) => {
        const tracker = begun();
        const fills = Array.from({ length: 10 }, (_, index) => order.fill(`T${index}`, '0.1'));
        const stream = [order.received(), ...fills, order.completed()];
        const events = stream.flatMap((report, at) => {
          const seen = heard[at] === true ? tracker.update(report, none) : [];
          const filled = decimal((Math.min(at, 10) / 10).toFixed(1));
          const open = at < 10 ? [order.open(filled.toString())] : [];
          const again = places.includes(at) ? tracker.snapshot([...open, ...fills.slice(0, at)], 9, none) : [];
          return [...seen, ...again];
        });
        const filled = events.filter(({ type }) => type === 'order-filled');
        expect(filled.length).toBeLessThanOrEqual(10);
        expect(events.filter(({ type }) => type === 'order-accepted').length).toBeLessThanOrEqual(1);
        expect(events.filter((event) => event.type === 'order-filled' && event.isComplete).length).toBeLessThanOrEqual(
          1,
        );
      }),
    );
  });
});

describe('recorded executions', () => {
  const entries = recordedFrames()
    .filter((frame) => frame.includes('"channel":"executions"') && frame.includes('"data"'))
    .flatMap((frame) =>
      new Fields(readJson(frame)).list('data').map((entry) => executionEntry(new Fields(entry), false, 5)),
    );

  it('are read, every one', () => {
    expect(entries.map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('filled-partly-or-wholly'),
      'canceled',
      'received',
      'received',
      'opened',
      'amended',
      'received',
      'opened',
      'canceled',
    ]);
    expect(entries[0]).toMatchObject({
      pair: 'BTC/USD',
      side: 'sell',
      fill: { id: 'B1Y0D9-6JIJG-W1IB7L', liquidity: 'taker' },
    });
    expect(entries[0]?.fill?.quantity.toFixed(8)).toBe('0.00016000');
    expect(entries[4]).toMatchObject({ orderId: 'KIUEL4-G3PWU-HOJTYU', reason: 'User requested' });
    expect(entries[4]?.pair).toBeUndefined();
  });

  it('make the events of an order that was placed, worked and was canceled', () => {
    const tracker = begun();
    tracker.link('OF6QIS-MYM6V-XTHHZF', 'mine', decimal('0.00009073'));
    const ours = entries.filter(({ orderId }) => orderId === 'OF6QIS-MYM6V-XTHHZF');
    expect(told(tracker, ...ours)).toEqual(['accepted mine as OF6QIS-MYM6V-XTHHZF']);
  });
});

function fail(): never {
  throw new Error('no fill');
}
