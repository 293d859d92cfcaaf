import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { UsageError } from '@fathom/contracts';
import { ManualTime, settled } from '@fathom/testkit';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStatsd, type StatsdMetrics, type StatsdOptions } from './statsd.js';

// A real receiver on the loopback address: what is asserted is what arrives there.

let receiver: Socket;
let port = 0;
let heard: string[] = [];
let told: string[] = [];
let time: ManualTime;
const open: StatsdMetrics[] = [];

async function listen(at = 0): Promise<void> {
  receiver = createSocket('udp4');
  receiver.on('message', (datagram) => heard.push(datagram.toString()));
  receiver.bind(at, '127.0.0.1');
  await once(receiver, 'listening');
  port = receiver.address().port;
}

beforeEach(async () => {
  heard = [];
  told = [];
  time = new ManualTime();
  await listen();
});
afterEach(() => {
  for (const metrics of open.splice(0)) metrics.close();
  receiver.close();
});

async function statsd(changes: Partial<StatsdOptions> = {}): Promise<StatsdMetrics> {
  const metrics = await openStatsd({ host: '127.0.0.1', port, time, onTrouble: (line) => told.push(line), ...changes });
  open.push(metrics);
  return metrics;
}

/** Until the system has delivered what was sent: it is asked again after each turn of the event loop. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settled();
}

describe('StatsD', () => {
  it('gets each figure as a datagram of its own, with tags', async () => {
    const metrics = await statsd({ tags: { bot_name: 'Localbot', bot_id: 197 } });
    metrics.count('open.order', 1, { pair: 'BTC/USD' });
    metrics.count('bottrade.win_rate', -1);
    metrics.count('total_trading_volume', 16.2424);
    metrics.gauge('equity', 10_000.5);
    metrics.histogram('candlestick.price.close', 7915.5, { pair: 'XXBTZUSD' });
    await until(() => heard.length === 5);
    expect(heard).toEqual([
      'open.order:1|c|#bot_name:Localbot,bot_id:197,pair:BTC/USD\n',
      'bottrade.win_rate:-1|c|#bot_name:Localbot,bot_id:197\n',
      'total_trading_volume:16.2424|c|#bot_name:Localbot,bot_id:197\n',
      'equity:10000.5|g|#bot_name:Localbot,bot_id:197\n',
      'candlestick.price.close:7915.5|h|#bot_name:Localbot,bot_id:197,pair:XXBTZUSD\n',
    ]);
  });

  it('gets events, whose lengths count bytes', async () => {
    const metrics = await statsd();
    metrics.event({ title: 'Order Öpen', text: 'two\nlines', severity: 'success', tags: { pair: 'BTC/USD' } });
    await until(() => heard.length === 1);
    expect(heard).toEqual(['_e{11,10}:Order Öpen|two\\nlines|t:success|#pair:BTC/USD\n']);
  });

  it('sets a gauge below zero, which a sign alone would only lower', async () => {
    const metrics = await statsd();
    metrics.gauge('exposure', -5);
    await until(() => heard.length === 2);
    expect(heard).toEqual(['exposure:0|g\n', 'exposure:-5|g\n']);
  });

  it('gets nothing that is not finite, and no zero counts', async () => {
    const metrics = await statsd();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      metrics.count('a', value);
      metrics.gauge('a', value);
      metrics.histogram('a', value);
    }
    metrics.count('a', 0);
    metrics.gauge('end', 0);
    await until(() => heard.length > 0);
    expect(heard).toEqual(['end:0|g\n']);
  });

  it('cannot be made to say something else by a name or a tag', async () => {
    const metrics = await statsd();
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (name, tag, value) => {
        heard = [];
        metrics.count(name, 2, { [tag]: value });
        await until(() => heard.length === 1);
        const [datagram = ''] = heard;
        expect(datagram.split('\n')).toHaveLength(2);
        expect(datagram.split('|')).toHaveLength(datagram.includes('|#') ? 3 : 2);
        expect(datagram).toMatch(/^[^:|\n]*:2\|c/);
      }),
      { numRuns: 200 },
    );
  });

  it('says once that nobody listens, loses what it is told meanwhile, and notices when somebody does', async () => {
    receiver.close();
    const metrics = await statsd();
    const tell = async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        metrics.gauge('equity', 1);
        await settled();
      }
    };
    await until(() => {
      metrics.gauge('equity', 1);
      return told.length > 0;
    });
    expect(told[0]).toMatch(/^StatsD at 127\.0\.0\.1:\d+ takes no metrics, going on without: .*ECONNREFUSED/);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await time.advance(60_000);
      await tell();
    }
    expect(told).toHaveLength(1);

    await listen(port);
    await time.advance(60_000);
    await until(() => {
      metrics.gauge('equity', 2);
      return heard.length > 0;
    });
    expect(told).toHaveLength(1);
    await time.advance(5_000);
    expect(told[1]).toMatch(/takes metrics again, \d+ are lost$/);
  });

  it('survives a name that nobody knows, and finds it when somebody does', async () => {
    let known: string | undefined;
    const lookup: StatsdOptions['lookup'] = (name, _options, found) => {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
      setImmediate(() => (known === undefined ? found(error, '', 4) : found(null, known, 4)));
    };
    const metrics = await statsd({ host: 'statsd.example', lookup });
    metrics.count('a');
    await until(() => told.length > 0);
    metrics.count('b');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^StatsD at statsd\.example:\d+ takes no metrics, going on without: .*ENOTFOUND/);
    known = '127.0.0.1';
    await time.advance(5_000);
    await until(() => {
      metrics.count('c');
      return heard.length > 0;
    });
    await time.advance(5_000);
    expect(told).toHaveLength(2);
    expect(told[1]).toContain('takes metrics again');
  });

  it('does not wait for an address for ever', async () => {
    await statsd({ host: 'statsd.example', lookup: () => undefined });
    await time.advance(5_000);
    expect(told).toEqual([
      `StatsD at statsd.example:${port} takes no metrics, going on without: no address for statsd.example within 5 s`,
    ]);
  });

  it('sends nothing once it is closed, and leaves nothing waiting', async () => {
    const metrics = await statsd();
    metrics.close();
    metrics.count('a');
    metrics.event({ title: 'a', text: '', severity: 'info' });
    metrics.close();
    const other = await statsd();
    other.count('b');
    await until(() => heard.length > 0);
    expect(heard).toEqual(['b:1|c\n']);
    other.close();
    expect(time.pending).toBe(0);
  });

  it.each([0, -1, 65_536, 1.5, Number.NaN])('has no port %d', async (wrong) => {
    await expect(statsd({ port: wrong })).rejects.toThrow(UsageError);
  });
});
