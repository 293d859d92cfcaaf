import { Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { lineOf, parseLine, type RunHeader } from './session-lines.js';

const RUN: RunHeader = {
  startsAt: 1_785_641_750_000,
  botId: '197',
  pair: 'BTC/USD',
  interval: 5,
  strategy: 'macd',
  config: { fast: 12 },
  sizing: { type: 'quantity', quantity: Decimal.parse('0.002') },
  takerPercent: Decimal.parse('0.4'),
  makerPercent: Decimal.parse('0.25'),
};

describe('lines of a session', () => {
  it.each<Partial<RunHeader>>([
    {},
    { sizing: { type: 'equity-fraction', fraction: 0.5 } },
    { limits: { maxOpenTrades: 3, coolDown: { losses: 2, minutes: 60 } } },
    { margin: { leverage: 3, longs: true } },
    { margin: { leverage: 2, longs: false }, guards: { place: 'bot' } },
    { guards: { place: 'exchange', resting: 'target' } },
  ])('are read as they were written: %j', (fields) => {
    const run = { ...RUN, ...fields };
    expect(parseLine(lineOf({ type: 'run', run }))).toEqual({ type: 'run', run });
  });

  it.each(['', '[]', '["c",1785', '["run",2,{}]', '["run",1,{"startsAt":"now"}]', '{"a":1}', '["x",1]'])(
    'are none: %j',
    (text) => {
      expect(parseLine(text)).toBeUndefined();
    },
  );
});
