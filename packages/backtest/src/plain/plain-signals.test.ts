import { Decimal, type EnterSignal, type ExitSignal } from '@fathom/contracts';
import { Slippage } from '@fathom/simulator';
import { Ledger } from '@fathom/ledger';
import { bitcoin } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { PlainMoney } from './plain-money.js';
import { PlainOrders } from './plain-orders.js';
import { areKnown } from './plain-signals.js';

const entry: EnterSignal = { action: 'enter', side: 'long', reason: 'up', price: 100 };

/**
 * What is not plain, field by field; `undefined` is plain whatever its value. A field that signals get anew does not
 * type-check here until it is decided what a plain run does with it.
 */
const UNUSUAL: { readonly [Field in keyof Required<EnterSignal>]: EnterSignal[Field] | undefined } = {
  action: undefined,
  side: 'short',
  reason: undefined,
  price: undefined,
  limitPrice: 99,
  // These two mean nothing without a limit price.
  restMs: undefined,
  postOnly: undefined,
  stopPrice: Number.NaN,
  stopLimitPrice: 97,
  takeProfitPrice: 101,
  trailingOffset: 1,
};
const HEEDED_OF_EXITS: { readonly [Field in keyof Required<ExitSignal>]: true } = {
  action: true,
  tradeId: true,
  reason: true,
};

function noTrades(): PlainOrders {
  const ledger = new Ledger({ startBalance: Decimal.parse('1000') });
  const money = PlainMoney.of({
    instrument: bitcoin,
    balance: Decimal.parse('1000'),
    quantity: Decimal.ONE,
    feeRate: Decimal.parse('0.0026'),
  });
  if (money === undefined) throw new Error('no plain money');
  const { closed, refusals } = ledger;
  const slippage = new Slippage(bitcoin, Decimal.ZERO);
  return new PlainOrders({ money, slippage, instrument: bitcoin, lengthMs: 60_000, closed, refusals });
}

describe('areKnown', () => {
  const orders = noTrades();

  it('takes an entry at the market, with a stop or without', () => {
    expect(areKnown([entry], orders)).toBe(true);
    expect(areKnown([{ ...entry, stopPrice: 97, restMs: 5, postOnly: true }], orders)).toBe(true);
    expect(areKnown([], orders)).toBe(true);
  });

  it.each(Object.entries(UNUSUAL).filter(([, value]) => value !== undefined))(
    'leaves an entry with %s %s',
    (field, value) => {
      expect(areKnown([{ ...entry, [field]: value }], orders)).toBe(false);
    },
  );

  it('leaves a second entry, and what is no entry', () => {
    expect(Object.keys(HEEDED_OF_EXITS)).toEqual(['action', 'tradeId', 'reason']);
    expect(areKnown([entry, entry], orders)).toBe(false);
    expect(areKnown([{ action: 'exit', tradeId: 'nobody', reason: 'down' }], orders)).toBe(false);
    expect(areKnown([{ action: 'withdraw', tradeId: 'nobody', reason: 'down' }], orders)).toBe(false);
    expect(areKnown([{ action: 'amend', tradeId: 'nobody', reason: 'down', stopPrice: 98 }], orders)).toBe(false);
  });
});
