import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { run } from '../src/cli.js';

const folder = mkdtempSync(join(tmpdir(), 'local-kraken-'));
const capture = fileURLToPath(
  new URL('../../../packages/testkit/fixtures/kraken/crossbook/btcusd_l2.cbcap.gz', import.meta.url),
);

/** Starts the command; `say` gives its first output, `end` ends it and gives its exit code. */
function started(...args: string[]) {
  const [ended, said] = [new Signal<void>(), new Signal<string>()];
  const heard = { out: '', err: '' };
  const out = (text: string) => {
    heard.out += text;
    said.give(text);
  };
  const code = run(args, { out, err: (text) => (heard.err += text), cwd: folder, ended: ended.given });
  return {
    heard,
    said: said.given,
    code,
    end: () => {
      ended.give();
      return code;
    },
  };
}

const NOTHING = () => {};

/** A promise that somebody keeps by hand. */
class Signal<T> {
  readonly given: Promise<T>;
  give: (value: T) => void = NOTHING;

  constructor() {
    this.given = new Promise((resolve) => {
      this.give = resolve;
    });
  }
}

async function json(url: string) {
  return (await (await fetch(url)).json()) as { error: string[]; result: Record<string, never> };
}

describe('kraken-simulator', () => {
  it('serves the shipped candles, says where in one line of JSON, and ends when asked', async () => {
    const command = started('--port', '0', '--json', '--seed', '1');
    const line = await command.said;
    expect(line).toMatch(/^\{[^\n]*\}\n$/);
    const { restUrl, wsUrl, wsAuthUrl, apiKey, apiSecret } = JSON.parse(line);
    expect(wsUrl).toBe(`${restUrl.replace('http', 'ws')}/v2`);
    expect(wsAuthUrl).toBe(`${wsUrl}/auth`);
    expect([Buffer.from(apiKey, 'base64').length, Buffer.from(apiSecret, 'base64').length]).toEqual([42, 64]);
    const { error, result } = await json(`${restUrl}/0/public/OHLC?pair=XBTUSD&interval=60`);
    expect(error).toEqual([]);
    expect(Object.values(result['XXBTZUSD'] ?? []).length).toBeGreaterThan(60);
    const first = await new Promise((resolve) => {
      const socket = new WebSocket(wsUrl);
      socket.on('message', (data: Buffer) => {
        resolve(JSON.parse(data.toString()));
        socket.terminate();
      });
    });
    expect(first).toMatchObject({ channel: 'status' });
    expect(await command.end()).toBe(0);
    await expect(fetch(restUrl)).rejects.toThrow('fetch failed');
    expect(command.heard).toEqual({ out: line, err: '' });
  });

  it('tells people what they need', async () => {
    const command = started('--port', '0', '--book', capture);
    const text = await command.said;
    for (const name of ['REST_URL', 'WS_URL', 'WS_AUTH_URL', 'API_KEY', 'API_SECRET'])
      expect(text).toContain(`KRAKEN_${name}=`);
    const url = /KRAKEN_REST_URL=(\S+)/.exec(text)?.[1] ?? '';
    const { result } = await json(`${url}/0/public/Depth?pair=XBTUSD&count=10`);
    expect(result['XXBTZUSD']).toMatchObject({ asks: { length: 10 }, bids: { length: 10 } });
    expect(await command.end()).toBe(0);
  });

  it('lets planned faults happen', async () => {
    writeFileSync(join(folder, 'faults.json'), '{"fault":{"kind":"error","error":"EService:Busy"}}');
    const command = started('--port', '0', '--json', '--book', capture, '--faults', 'faults.json');
    const { restUrl } = JSON.parse(await command.said);
    expect(await json(`${restUrl}/0/public/Time`)).toEqual({ error: ['EService:Busy'] });
    await command.end();
  });

  it.each<[string[], number, RegExp]>([
    [['--port', '70000'], 2, /^error: port 70000 is not one of 0 to 65535\n$/],
    [['--speed', 'fast'], 2, /^error: speed fast is not a number above 0\n$/],
    [['--seed', 'x'], 2, /^error: seed x is not a whole number\n$/],
    [['--tier', 'gold'], 2, /^error: tier gold is not one of starter, intermediate, pro\n$/],
    [['--balance', 'BTC'], 2, /^error: balance BTC is not an amount of 0 or more\n$/],
    [['--balance', 'BTC=-1'], 2, /^error: balance BTC=-1 is not an amount of 0 or more\n$/],
    [['--faults', 'random:2'], 2, /^error: faults random:2 is not random: and a share above 0 to 1\n$/],
    [['--candles', 'a', '--book', 'b'], 2, /^error: give --candles or --book, not both\n$/],
    [['--candles', 'NOPE_60.csv'], 2, /^error: .*NOPE.*\n$/],
    [['--candles', 'XBTUSD_60.csv'], 3, /^error: .*XBTUSD_60\.csv.*\n$/],
    [['--book', 'nothing.cbcap'], 3, /^error: .*nothing\.cbcap cannot be read\n$/],
    [['--faults', 'none.json'], 3, /^error: .*none\.json cannot be read\n$/],
    [['--loud'], 2, /^error: unknown option '--loud'\n$/],
    [['serve'], 2, /^error: too many arguments.*\n$/],
  ])('%j ends with %i and one line', async (args, code, message) => {
    const command = started(...args);
    expect(await command.code).toBe(code);
    expect(command.heard.err).toMatch(message);
    expect(command.heard.out).toBe('');
  });
});
