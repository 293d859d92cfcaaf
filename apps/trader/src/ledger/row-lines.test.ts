import { Decimal, type Fill, type LedgerEvent } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { describe, expect, it } from 'vitest';
import { entriesOf } from './entries.js';
import { entryFilter } from './filter.js';
import { hasRow, rowsText } from './row-lines.js';

const d = (text: string) => Decimal.parse(text);

const opened = {
  type: 'ledger-opened',
  time: 0,
  mode: 'paper',
  pair: 'BTC/USD',
  startBalance: d('10000'),
  costDecimals: 5,
} as const;

/** An entry of 1 BTC at 90, of which so much has filled. */
function entered(tradeId: string, time: number, filled?: string): LedgerEvent[] {
  const clientOrderId = `order-${tradeId}`;
  const signal = { action: 'enter', side: 'long', reason: 'plan', price: 90, limitPrice: 90 } as const;
  const order = { type: 'limit', clientOrderId, side: 'buy', quantity: d('1'), price: d('90'), time } as const;
  const intended: LedgerEvent = {
    type: 'order-intended',
    time,
    order,
    purpose: 'entry',
    tradeId,
    reason: 'plan',
    signal,
  };
  return filled === undefined ? [intended] : [intended, fillOf(clientOrderId, time, filled)];
}

function left(tradeId: string, time: number): LedgerEvent[] {
  const clientOrderId = `exit-${tradeId}`;
  const order = { type: 'market', clientOrderId, side: 'sell', quantity: d('1'), time } as const;
  return [
    { type: 'order-intended', time, order, purpose: 'exit', tradeId, reason: 'flop' },
    fillOf(clientOrderId, time, '1'),
  ];
}

function fillOf(clientOrderId: string, time: number, quantity: string): LedgerEvent {
  const fill: Fill = {
    id: `T-${clientOrderId}`,
    time,
    price: d('90'),
    quantity: d(quantity),
    cost: d('90').times(d(quantity)),
    fee: d('0.1'),
    liquidity: 'maker',
    slippage: Decimal.ZERO,
  };
  return { type: 'order-filled', time, clientOrderId, fill, isComplete: quantity === '1' };
}

/** Rows of a ledger with a trade of each kind, from the quantity to the state. */
function rows(flags: Parameters<typeof entryFilter>[0] = {}): string[] {
  const events = [
    ...entered('closed', 1_000, '1'),
    ...left('closed', 2_000),
    ...entered('open', 3_000, '1'),
    ...entered('partial', 4_000, '0.4'),
    ...entered('pending', 5_000),
  ];
  const ledger = new Ledger({ startBalance: Decimal.ZERO });
  for (const event of [opened, ...events]) ledger.apply(event);
  const held = { opened, base: 'BTC', quote: 'USD', ledger, refused: [], lastPrice: d('91'), events: [] };
  const view = { name: '197-paper', botId: '197', ...held };
  const text = rowsText(entryFilter(flags)(entriesOf(view).filter(hasRow)), { write: () => true });
  return text.split('\n').flatMap((line) => / BUY (.* (?:CLOSED|OPEN|PARTIAL|PENDING)) /.exec(line)?.[1] ?? []);
}

describe('a refusal', () => {
  it('has the price that was meant, without the noise of arithmetic', () => {
    const signal = { action: 'enter', side: 'long', reason: 'plan', price: 32592.100000000002 } as const;
    const refused = [{ type: 'signal-refused', time: 1, signal, rule: 'cash', reason: 'no cash' } as const];
    const ledger = new Ledger({ startBalance: Decimal.ZERO });
    const held = { opened, base: 'BTC', quote: 'USD', ledger, refused, lastPrice: Decimal.ZERO, events: [] };
    expect(entriesOf({ name: '197-paper', botId: '197', ...held })[0]?.price?.toString()).toBe('32592.1');
  });
});

describe('the rows of a ledger', () => {
  it('are those of the log: closed, open and partial trades, entries that wait', () => {
    expect(rows()).toEqual([
      expect.stringMatching(/^1 @ 90 = \$90 .* CLOSED$/),
      expect.stringMatching(/^1 @ 90 = \$90 - OPEN$/),
      expect.stringMatching(/^0\.4 @ 90 = \$36 - PARTIAL$/),
      expect.stringMatching(/^1 @ 90 = \$90 - PENDING$/),
    ]);
  });

  it.each([
    [{ status: 'open' }, ['OPEN']],
    [{ status: 'pending,partial' }, ['PARTIAL', 'PENDING']],
    [{ side: 'short' }, []],
    [{ reason: 'flop' }, ['CLOSED']],
    [{ last: '1' }, ['OPEN']],
  ])('are chosen by %j', (flags, states) => {
    expect(rows(flags).map((row) => row.split(' ').at(-1))).toEqual(states);
  });
});
