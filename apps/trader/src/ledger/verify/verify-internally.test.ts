import { Decimal, type Fill, type LedgerEvent, type OrderSide } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { describe, expect, it } from 'vitest';
import { verifyInternally } from './verify-internally.js';

const d = (text: string) => Decimal.parse(text);

interface Deal {
  readonly tradeId: string;
  readonly purpose: 'entry' | 'exit';
  readonly side: OrderSide;
  readonly price: string;
  readonly quantity: string;
  readonly leverage?: number | undefined;
  readonly gain?: string;
}

function eventsOf(deals: readonly Deal[], costDecimals = 5): LedgerEvent[] {
  const opened: LedgerEvent = {
    type: 'ledger-opened',
    time: 0,
    mode: 'rehearsal',
    pair: 'BTC/USD',
    startBalance: d('10000'),
    costDecimals,
  };
  return [opened, ...deals.flatMap((deal, index) => dealt(deal, index + 1))];
}

function dealt({ tradeId, purpose, side, price, quantity, leverage, gain }: Deal, time: number): LedgerEvent[] {
  const clientOrderId = `197-${time}`;
  const fill: Fill = {
    id: `T${time}`,
    time,
    price: d(price),
    quantity: d(quantity),
    cost: d(price).times(d(quantity)),
    fee: d('0.5'),
    liquidity: 'taker',
    slippage: Decimal.ZERO,
    ...(gain !== undefined && { gain: d(gain) }),
  };
  const terms = leverage === undefined ? undefined : { leverage, reduceOnly: purpose === 'exit' };
  const order = { type: 'market', clientOrderId, side, quantity: d(quantity), time, ...(terms && { terms }) } as const;
  const enter = { action: 'enter', side: side === 'buy' ? 'long' : 'short', reason: 'plan', price: 1 } as const;
  const intended: LedgerEvent =
    purpose === 'entry'
      ? { type: 'order-intended', time, order, purpose, tradeId, reason: 'plan', signal: enter }
      : { type: 'order-intended', time, order, purpose, tradeId, reason: 'plan' };
  return [intended, { type: 'order-filled', time, clientOrderId, fill, isComplete: true }];
}

/** What is said of a ledger that was told some events and has kept others. */
function differences(told: readonly LedgerEvent[], kept = told): string[] {
  const ledger = new Ledger({ startBalance: Decimal.ZERO, remembered: Number.POSITIVE_INFINITY });
  for (const event of told) ledger.apply(event);
  const opened = kept.find((event) => event.type === 'ledger-opened');
  if (opened === undefined) throw new Error('it has no beginning');
  const view = {
    name: '197-rehearsal',
    botId: '197',
    opened,
    base: 'BTC',
    quote: 'USD',
    ledger,
    refused: [],
    lastPrice: Decimal.ZERO,
    events: kept.map((event, index) => ({ sequence: index + 1, event })),
  };
  return verifyInternally(view).differences.map(({ about, expected, found }) => `${about}: ${expected}, ${found}`);
}

const SHORT = { tradeId: '1', side: 'sell', leverage: 2, purpose: 'entry', price: '100', quantity: '1' } as const;
const HALF = { tradeId: '1', side: 'buy', leverage: 2, purpose: 'exit', price: '90', quantity: '0.5' } as const;
const REST = { ...HALF, price: '91' } as const;

describe('a ledger with trades on margin', () => {
  it.each<[string, readonly Deal[]]>([
    ['one that is open', [SHORT]],
    ['one that is half closed', [SHORT, HALF]],
    ['one that is closed', [SHORT, HALF, REST]],
    ['one beside coins of its own', [{ ...SHORT, tradeId: '2', side: 'buy', leverage: undefined }, SHORT, HALF]],
    ['a profit as the exchange rounds it', [SHORT, HALF, { ...REST, gain: '4.50001' }]],
  ])('is found in order: %s', (_name, deals) => {
    expect(differences(eventsOf(deals))).toEqual([]);
  });

  it('is found out when its cash is not what its fills came to', () => {
    const told = eventsOf([SHORT, HALF, { ...REST, gain: '40' }]);
    expect(differences(told)).toContainEqual('cash: 10008, 10043.5');
  });

  it('is held to the digits the exchange keeps of a cost', () => {
    const told = [SHORT, HALF, { ...REST, gain: '4.50005' }];
    expect(differences(eventsOf(told))).toEqual([]);
    expect(differences(eventsOf(told, 10))).toContainEqual('cash: 10008, 10008.00005');
  });

  it('counts a fee once that was told twice, as the ledger does', () => {
    const fee: LedgerEvent = { type: 'fee-charged', time: 9, id: 'L1', kind: 'rollover', fee: d('0.2') };
    expect(differences([...eventsOf([SHORT]), fee, fee])).toEqual([]);
  });

  it('is found out when it holds what its fills do not say', () => {
    const kept = eventsOf([SHORT, HALF]).map((event) =>
      event.type === 'order-filled' && event.fill.id === 'T2'
        ? { ...event, fill: { ...event.fill, quantity: d('0.4'), cost: d('36') } }
        : event,
    );
    expect(differences(eventsOf([SHORT, HALF]), kept)).toContainEqual('position on margin: -0.6, -0.5');
  });
});

it('finds nothing wrong with a trade whose rest, left over, was sold all the same and told late', () => {
  const bought = { tradeId: '1', side: 'buy', purpose: 'entry', price: '100', quantity: '1' } as const;
  const sold = { tradeId: '1', side: 'sell', purpose: 'exit', price: '90', quantity: '1' } as const;
  const [opened, ...events] = eventsOf([bought, { ...sold, quantity: '0.9' }, { ...sold, quantity: '0.1' }]);
  const late = events.pop();
  const left = { type: 'remainder-left', time: 3, tradeId: '1', why: 'below-minimum' } as const;
  const told = [opened, ...events, { ...left, quantity: d('0.1'), price: d('95') }, late];
  expect(differences(told.flatMap((event) => event ?? []))).toEqual([]);
});
