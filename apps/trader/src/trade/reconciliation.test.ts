import { type AccountRecords, Decimal, type FeeCharged, type Fill, type PositionLiquidated } from '@fathom/contracts';
import { AccountCheck, type Finding } from '@fathom/ledger';
import { bitcoin } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { AccountMemoryFile } from './account-memory-file.js';
import { Reconciliation } from './reconciliation.js';

const NOTHING: AccountRecords = { asOf: 0, until: 0, orders: [], bookings: [], balances: new Map() };

/** Acts on findings as they are given, round by round. */
function acting(fillsOf: () => Promise<readonly Fill[]> = async () => []) {
  const told: string[] = [];
  let findings: readonly Finding[] = [];
  const ledger = { find: () => undefined, activeOrders: () => [], cash: Decimal.ZERO, holding: Decimal.ZERO };
  const check = new AccountCheck({
    botId: '320',
    instrument: bitcoin,
    ledger: { ...ledger, position: Decimal.ZERO, fillIds: () => new Set<string>() },
  });
  check.compare = () => [...findings];
  const reconciliation = new Reconciliation({
    check,
    file: new AccountMemoryFile('/nowhere'),
    find: ({ clientOrderId }) => told.push(`find ${clientOrderId}`),
    executedTwice: ({ clientOrderId }, id) => told.push(`twice ${clientOrderId} ${id}`),
    tell: (event: FeeCharged | PositionLiquidated) =>
      told.push(
        event.type === 'fee-charged'
          ? `fee ${event.id} ${event.fee.toString()} at ${event.time}`
          : `liquidated ${event.side} ${event.fill.id ?? ''}`,
      ),
    fillsOf,
    now: () => 7,
    quote: 'USD',
    halt: (reason) => told.push(`halt: ${reason}`),
    onNote: (text) => told.push(`note: ${text}`),
    onTrouble: (text) => told.push(`trouble: ${text}`),
  });
  const round = async (...found: readonly Finding[]): Promise<string[]> => {
    told.length = 0;
    findings = found;
    reconciliation.read(NOTHING);
    await new Promise((done) => setImmediate(done));
    return [...told];
  };
  return { round };
}

const order = {
  clientOrderId: '320-a',
  type: 'market',
  side: 'buy',
  quantity: Decimal.ONE,
  time: 0,
  exchangeOrderId: 'O1',
  isFinal: false,
  filledQuantity: Decimal.ZERO,
  hasFill: () => false,
} as const;
const recorded = {
  exchangeOrderId: 'O2',
  side: 'buy',
  pair: 'BTC/USD',
  isOpen: false,
  filledQuantity: Decimal.ONE,
  fillIds: ['T1'],
  isLiquidation: true,
  description: 'buy 1 XBTUSD @ market',
} as const;
const fill = (id: string): Fill => ({
  id,
  time: 1,
  price: Decimal.ONE,
  quantity: Decimal.ONE,
  cost: Decimal.ONE,
  fee: Decimal.ZERO,
  liquidity: 'taker',
  slippage: Decimal.ZERO,
});

describe('Reconciliation', () => {
  it('looks up an order that is behind, and speaks of it only when it stays behind', async () => {
    const { round } = acting();
    const behind = { type: 'order-behind', order, reason: 'it has ended' } as const;
    expect(await round(behind)).toEqual(['find 320-a']);
    expect(await round(behind)).toEqual(['find 320-a', 'trouble: order 320-a is being looked up again: it has ended']);
    expect(await round()).toEqual([]);
    expect(await round(behind)).toEqual(['find 320-a']);
  });

  it('hands on what is charged in quote units, and only tells of what is charged in others', async () => {
    const { round } = acting();
    const booking = { id: 'L1', reference: 'P1', time: 3, kind: 'rollover', asset: 'USD', fee: Decimal.parse('0.02') };
    const charged = { type: 'charged', booking: { ...booking, change: Decimal.parse('-0.02') } } as const;
    expect(await round(charged)).toEqual([
      'fee L1 0.02 at 7',
      'note: Kraken has charged 0.02 USD for what is borrowed',
    ]);
    const inBase = { ...charged, booking: { ...charged.booking, asset: 'BTC' } };
    expect(await round(inBase)).toEqual(['trouble: Kraken has charged 0.02 BTC for what is borrowed']);
  });

  it('hands on each execution of a liquidation, and tries again when they cannot be had', async () => {
    let isDown = true;
    const { round } = acting(async () => {
      if (isDown) throw new Error('QueryTrades: no answer');
      return [fill('T1'), fill('T2')];
    });
    const liquidated = { type: 'liquidated', recorded } as const;
    const told = 'trouble: Kraken has closed what was held on margin: O2, buy 1 XBTUSD @ market';
    expect(await round(liquidated)).toEqual([told, 'trouble: QueryTrades: no answer']);
    isDown = false;
    expect(await round(liquidated)).toEqual([told, 'liquidated buy T1', 'liquidated buy T2']);
    expect(await round(liquidated)).toEqual([]);
  });

  it('halts entries for an order that was executed twice, and for one nobody intended', async () => {
    const { round } = acting();
    expect(await round({ type: 'executed-twice', order, recorded })).toEqual(['twice 320-a O2']);
    const [halt, trouble] = await round({ type: 'not-intended', recorded: { ...recorded, clientOrderId: '320-z' } });
    expect(halt).toMatch(/^halt: order O2 \(320-z\), .* bears this bot's id and is not in its ledger/);
    expect(trouble).toContain('does another process trade as this bot?');
  });

  it.each<[Finding, string]>([
    [
      {
        type: 'balance-differs',
        asset: 'BTC',
        difference: Decimal.parse('-0.01'),
        total: Decimal.parse('-0.03'),
        isDust: false,
      },
      'trouble: the account has 0.01 BTC less than the ledger accounts for (-0.03 in all)',
    ],
    [
      {
        type: 'balance-differs',
        asset: 'USD',
        difference: Decimal.parse('0.4'),
        total: Decimal.parse('0.4'),
        isDust: true,
      },
      'trouble: the account has 0.4 USD more than the ledger accounts for, too little to trade (0.4 in all)',
    ],
    [
      { type: 'foreign-booking', kind: 'deposit', asset: 'USD', change: Decimal.parse('100') },
      "note: the account had a deposit of 100 USD that is not this bot's",
    ],
    [
      { type: 'fee-in-base', asset: 'BTC', fee: Decimal.parse('0.0026') },
      'trouble: Kraken has taken a fee of 0.0026 BTC in BTC, which orders ask it not to',
    ],
  ])('says %j in one line', async (finding, text) => {
    expect(await acting().round(finding)).toEqual([text]);
  });
});
