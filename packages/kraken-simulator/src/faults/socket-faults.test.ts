import { Decimal } from '@fathom/contracts';
import { SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD, ETH_USD } from '../../testing/instruments.js';
import { Replay } from '../../testing/replay.js';
import { tradeSource } from '../market/sources.js';
import { randomSocketFaults, SOCKET_TROUBLE } from './random-socket-faults.js';
import { type SocketFaultRule, SocketFaults } from './socket-faults.js';

const START = Date.UTC(2026, 0, 5);

/** A print every 100 ms; trade ids from 1. */
function given(...rules: SocketFaultRule[]) {
  const trades = Array.from({ length: 100 }, (_, n) => ({
    time: START + 100 * n,
    price: 50_000 + (n % 7),
    quantity: Decimal.ONE,
    id: n + 1,
  }));
  const sources = [BTC_USD, ETH_USD].map((instrument, seed) => tradeSource({ instrument, trades, seed, levels: 12 }));
  const replay = new Replay(sources, START - 1);
  replay.faults.add(...rules);
  return { replay, socket: replay.connect() };
}

function subscribed(channel: string, ...rules: SocketFaultRule[]) {
  const { replay, socket } = given();
  socket.subscribe({ channel, symbol: ['BTC/USD', 'ETH/USD'], depth: 10 });
  socket.take();
  replay.faults.add(...rules);
  return { replay, socket };
}

// oxlint-disable-next-line typescript/no-explicit-any -- whatever came
function tradeIds(frames: any[], pair = 'BTC/USD'): number[] {
  return frames
    .filter(({ channel }) => channel === 'trade')
    .flatMap(({ data }) => data)
    .filter(({ symbol }) => symbol === pair)
    .map(({ trade_id: id }) => id);
}

const BTC = { channel: 'trade', pair: 'BTC/USD' };

function plain(text = ''): string {
  return text.replace(/"checksum":\d+/, '');
}

function heard(...rules: SocketFaultRule[]) {
  const { replay, socket } = subscribed('trade', ...rules);
  replay.advanceTo(START + 3000);
  socket.say({ method: 'ping' });
  return new Set(socket.take().map(({ channel, method }) => channel ?? method));
}

function answers(rule: SocketFaultRule) {
  const { replay, socket } = given({ ...rule, match: { ...BTC, times: 1 } });
  socket.take();
  socket.subscribe({ channel: 'trade', symbol: ['BTC/USD', 'ETH/USD'] });
  replay.advanceTo(START + 500);
  const frames = socket.take();
  const [ack] = frames.filter(({ symbol, result }) => (symbol ?? result?.symbol) === 'BTC/USD');
  return [ack?.error ?? ack?.success, tradeIds(frames).length, tradeIds(frames, 'ETH/USD').length];
}

function struck(seed: number) {
  const faults = new SocketFaults(new SeededRandom(seed), randomSocketFaults(0.1));
  return Array.from({ length: 5000 }, () =>
    SOCKET_TROUBLE.filter((fault) => faults.strikes(fault, { frame: 'data' }) !== undefined).join(),
  );
}

describe('faults of a socket', () => {
  it.each<[string, SocketFaultRule, number[]]>([
    ['lose a frame', { fault: 'lose', match: { ...BTC, skip: 2, times: 1 } }, [1, 2, 4, 5, 6]],
    ['send one twice', { fault: 'duplicate', match: { ...BTC, skip: 1, times: 1 } }, [1, 2, 2, 3, 4, 5, 6]],
    ['send two the wrong way round', { fault: 'delay', match: { ...BTC, skip: 1, times: 1 } }, [1, 3, 2, 4, 5, 6]],
  ])('%s, and nothing else', (_, rule, ids) => {
    const { replay, socket } = subscribed('trade', rule);
    replay.advanceTo(START + 500);
    const frames = socket.take();
    expect(tradeIds(frames)).toEqual(ids);
    expect(tradeIds(frames, 'ETH/USD')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('make a checksum wrong, with the levels right', () => {
    const [right, wrong] = [subscribed('book'), subscribed('book', { fault: 'wrong-checksum', match: { times: 1 } })];
    right.replay.advanceTo(START + 500);
    wrong.replay.advanceTo(START + 500);
    const expected = right.socket.takeText();
    const texts = wrong.socket.takeText();
    expect(texts.map((text, at) => text === expected[at])).toEqual([false, ...texts.slice(1).map(() => true)]);
    expect(plain(texts[0])).toBe(plain(expected[0]));
  });

  it('fall silent with heartbeats, without, and with pongs only', () => {
    expect(heard({ fault: 'lose', match: { frames: ['data'] } })).toEqual(new Set(['heartbeat', 'pong']));
    expect(heard({ fault: 'lose' })).toEqual(new Set());
    expect(heard({ fault: 'lose', match: { frames: ['data', 'heartbeat'] } })).toEqual(new Set(['pong']));
  });

  it('break the connection, with and without a goodbye', () => {
    for (const [fault, reset] of [
      ['reset', true],
      ['close', false],
    ] as const) {
      const { replay, socket } = subscribed('trade', { fault, match: { skip: 3, times: 1 } });
      replay.advanceTo(START + 5000);
      expect(socket.ended).toEqual({ code: 1001, reset });
      expect(socket.take()).toHaveLength(3);
      expect(replay.sockets.connections).toBe(0);
    }
  });

  it('can strike the very first frame', () => {
    const { replay, socket } = given({ fault: 'reset', match: { frames: ['status'], times: 1 } });
    expect([socket.ended?.reset, socket.take(), replay.sockets.connections]).toEqual([true, [], 0]);
    expect(replay.connect().take()).toMatchObject([{ channel: 'status' }]);
  });

  it('refuse a subscription, ignore it, or acknowledge it and say nothing', () => {
    expect(answers({ fault: 'refuse', reason: 'EService:Busy' })).toEqual(['EService:Busy', 0, 6]);
    expect(answers({ fault: 'ignore' })).toEqual([undefined, 0, 6]);
    expect(answers({ fault: 'mute' })).toEqual([true, 0, 6]);
  });

  it('let a client that subscribes again be served', () => {
    const { replay, socket } = given({ fault: 'mute', match: { ...BTC, times: 1 } });
    socket.subscribe({ channel: 'trade', symbol: ['BTC/USD'] });
    socket.say({ method: 'unsubscribe', params: { channel: 'trade', symbol: ['BTC/USD'] } });
    socket.subscribe({ channel: 'trade', symbol: ['BTC/USD'] });
    replay.advanceTo(START);
    expect(tradeIds(socket.take())).toEqual([1]);
  });

  it('send garbage, a frame nobody knows, a huge one, and one in fragments', () => {
    const { replay, socket } = subscribed(
      'trade',
      { fault: 'garbage', match: { times: 1 } },
      { fault: 'unknown-frame', match: { times: 1 } },
      { fault: 'huge-frame', match: { times: 1 } },
      { fault: 'fragment', match: { times: 1 } },
    );
    replay.advanceTo(START);
    expect(socket.binary).toHaveLength(1);
    expect(socket.fragments[0]?.length).toBeGreaterThan(3);
    const texts = socket.takeText();
    expect(texts.map((text) => text.length > 2 ** 22)).toEqual([false, true, false, false]);
    expect(JSON.parse(texts[0] ?? '')).toHaveProperty('channel');
    expect(tradeIds(texts.map((text) => JSON.parse(text)))).toEqual([1]);
  });

  it('cut a client off that does not read', () => {
    const { replay, socket } = subscribed('trade');
    socket.bufferedBytes = 16 * 2 ** 20;
    replay.advanceTo(START);
    expect(socket.take()).toHaveLength(2);
    socket.bufferedBytes += 1;
    replay.advanceTo(START + 100);
    expect([socket.take(), socket.ended]).toEqual([[], { code: 1008, reset: true }]);
  });

  it('are the same for the same seed, and about as many as asked for', () => {
    expect(struck(1)).toEqual(struck(1));
    expect(struck(1)).not.toEqual(struck(2));
    const share = struck(1).filter((names) => names !== '').length / 5000;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });

  it('can be taken back', () => {
    const { replay, socket } = subscribed('trade', { fault: 'lose' });
    expect(replay.faults.rules).toEqual([{ fault: 'lose' }]);
    replay.faults.clear();
    replay.advanceTo(START);
    expect(tradeIds(socket.take())).toEqual([1]);
  });
});
