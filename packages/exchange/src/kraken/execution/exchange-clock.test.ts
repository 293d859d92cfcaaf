import { Decimal, type EngineEvent } from '@fathom/contracts';
import { ManualTime, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { localKraken, START } from '../../../testing/rest/local-kraken.js';
import { KrakenExecution } from './kraken-execution.js';

describe('KrakenExecution on a machine whose clock is wrong', () => {
  it.each([600_000, -600_000])('tells what happened by the clock of Kraken, %i ms from ours', async (errorMs) => {
    const time = new ManualTime(START);
    const machine = {
      now: () => time.now() + errorMs,
      after: (delayMs: number, task: () => void) => time.after(delayMs, task),
    };
    const local = localKraken({ time, random: new SeededRandom(1), balances: { USD: '100000' } });
    const rest = local.client({ time: machine });
    const [pair] = await Promise.all([
      rest.measureClock().then(() => rest.pairs.find('BTC/USD')),
      time.advance(10_000),
    ]);
    const told: EngineEvent[] = [];
    const execution = new KrakenExecution({ rest, pair, time: machine, onEvent: (event) => told.push(event) });
    const order = { clientOrderId: 'a', side: 'buy', quantity: Decimal.parse('0.1'), time: rest.now() } as const;
    execution.submit({ ...order, type: 'market' });
    await time.advance(10_000);
    execution.close();
    local.stop();
    expect(told.map(({ type }) => type)).toEqual(['order-accepted', 'order-filled']);
    for (const event of told) expect(Math.abs(event.time - time.now())).toBeLessThan(15_000);
  });
});
