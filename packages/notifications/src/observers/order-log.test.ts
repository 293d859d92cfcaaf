import type { LogFields, Logger, LogMessage } from '@fathom/contracts';
import { bitcoin } from '@fathom/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { plainText } from '../message.js';
import type { Observation } from './observation.js';
import { OrderLog } from './order-log.js';
import { fill, intended } from './test-events.js';

let lines: { readonly text: string; readonly fields: LogFields | undefined }[] = [];

beforeEach(() => {
  lines = [];
});

function observe(...events: readonly Observation[]): string[] {
  const at = (level: string) => (message: LogMessage, fields?: LogFields) =>
    void lines.push({ text: `${level} ${plainText(message)}`, fields });
  const log: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
  };
  const orders = new OrderLog({ log, instrument: bitcoin });
  for (const event of events) orders.observe(event);
  return lines.map(({ text }) => text);
}

const about = { time: 1, clientOrderId: 'a' };

describe('the lines of an order', () => {
  it('carry one id from the signal to the fill', () => {
    expect(
      observe(
        intended('a'),
        { type: 'order-accepted', ...about, exchangeOrderId: 'O534UO' },
        { type: 'order-filled', ...about, fill, isComplete: false },
        { type: 'order-filled', ...about, fill, isComplete: true },
        { type: 'exit-decided', time: 1, tradeId: '197-a', reason: 'takeProfit' },
      ),
    ).toEqual([
      'info Trade 197-a entry: buy 0.002 BTC market, order a: macdCrossover',
      'info Order a of trade 197-a is O534UO at the exchange',
      'info Order a of trade 197-a filled 0.002 BTC @ 8121.2, fee 0.04223024 USD, more to come',
      'info Order a of trade 197-a filled 0.002 BTC @ 8121.2, fee 0.04223024 USD',
      'info Trade 197-a is to be closed: takeProfit',
    ]);
    for (const { text, fields } of lines) {
      expect(text).toContain('197-a');
      expect(fields?.['trade']).toBe('197-a');
    }
  });

  it('say how bad it is', () => {
    const signal = { action: 'enter', side: 'long', reason: 'macdCrossover', price: 8121.200000000001 } as const;
    expect(
      observe(
        { type: 'order-canceled', ...about, reason: 'user' },
        { type: 'order-rejected', ...about, reason: 'EOrder:Insufficient funds' },
        { type: 'order-unknown', ...about, reason: 'time-out' },
        { type: 'order-lost', ...about },
        { type: 'signal-refused', time: 1, signal, rule: 'cash', reason: 'cash 3 USD is below 16' },
      ),
    ).toEqual([
      'info Order a is off the book: user',
      'warn Order a is refused by the exchange: EOrder:Insufficient funds',
      'error Order a is in doubt: time-out',
      'warn Order a never reached the exchange',
      'warn Entry refused: cash 3 USD is below 16 (long @ 8121.2: macdCrossover)',
    ]);
  });
});
