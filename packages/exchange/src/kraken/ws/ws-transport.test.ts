import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { SocketTransport } from './socket-transport.js';
import type { SocketFrame } from './socket-transport.js';
import { wsTransport } from './ws-transport.js';

let server: WebSocketServer | Server | undefined;

afterEach(() => {
  if (server instanceof WebSocketServer) for (const client of server.clients) client.terminate();
  server?.close();
});

async function listening(): Promise<{ url: string; peers: WebSocketServer }> {
  const peers = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  server = peers;
  await once(peers, 'listening');
  const address = peers.address();
  return { url: `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, peers };
}

/** Opens a socket and keeps what its handlers are told. */
function opened(transport: SocketTransport, url: string) {
  const frames: SocketFrame[] = [];
  const waiting: { note: (what: SocketFrame) => void } = { note: () => {} };
  const next = () =>
    new Promise<SocketFrame>((resolve) => {
      waiting.note = resolve;
    });
  const first = next();
  const socket = transport.open(url, {
    opened: () => waiting.note('opened'),
    received: (frame) => {
      frames.push(frame);
      waiting.note(frame);
    },
    closed: (reason) => waiting.note(`closed: ${reason}`),
  });
  return { socket, frames, first, next };
}

describe('wsTransport', () => {
  it('carries frames both ways, uncompressed, broken text as what can be read of it', async () => {
    const { url, peers } = await listening();
    const connection = once(peers, 'connection');
    const { socket, first, next } = opened(wsTransport(), url);
    expect(await first).toBe('opened');
    const [peer] = await connection;
    expect(peer.extensions).toBe('');
    const heard = once(peer, 'message');
    socket.send('{"method":"ping"}');
    expect(String((await heard)[0])).toBe('{"method":"ping"}');
    let frame = next();
    peer.send('{"channel":"heartbeat"}');
    expect((await frame).toString()).toBe('{"channel":"heartbeat"}');
    frame = next();
    peer.send(Buffer.from([0xff, 0x41]), { binary: false });
    expect((await frame).toString()).toBe('\ufffdA');
    frame = next();
    peer.send(Buffer.from([0x42]), { binary: true });
    expect((await frame).toString()).toBe('B');
    const closed = next();
    peer.close(1001, 'going away');
    expect(await closed).toBe('closed: closed by the exchange: 1001 going away');
  });

  it('ends a socket over a frame that is too long', async () => {
    const { url, peers } = await listening();
    const connection = once(peers, 'connection');
    const { first, next } = opened(wsTransport({ maxFrameBytes: 1000 }), url);
    await first;
    const closed = next();
    const [peer] = await connection;
    peer.send('x'.repeat(1001));
    expect(await closed).toBe('closed: Max payload size exceeded');
  });

  it('says why there is no connection, and throws nothing', async () => {
    expect(await opened(wsTransport(), 'ws://127.0.0.1:1').first).toMatch(/^closed: .*ECONNREFUSED/);
    expect(await opened(wsTransport(), 'no address').first).toMatch(/^closed: .*no address/);
  });

  it('gives a peer up that does not answer the handshake', async () => {
    const deaf = createServer(() => {});
    server = deaf;
    deaf.listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const address = deaf.address();
    const url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await opened(wsTransport({ handshakeMs: 50 }), url).first).toBe('closed: Opening handshake has timed out');
  });

  it('tells nothing after close or terminate', async () => {
    const { url, peers } = await listening();
    for (const end of ['close', 'terminate'] as const) {
      const connection = once(peers, 'connection');
      const { socket, frames, first } = opened(wsTransport(), url);
      await first;
      const [peer] = await connection;
      socket[end]();
      socket.send('late');
      peer.send('late');
      await once(peer, 'close');
      expect(frames).toEqual([]);
    }
  });

  it('gives a peer up that takes nothing', async () => {
    const { url, peers } = await listening();
    const connection = once(peers, 'connection');
    const { socket, first, next } = opened(wsTransport({ maxUnsentBytes: 1000 }), url);
    await first;
    const [peer] = await connection;
    peer.pause();
    const closed = next();
    const frame = 'x'.repeat(1_000_000);
    for (let count = 0; count < 40; count += 1) socket.send(frame);
    expect(await closed).toMatch(/^closed: \d+ bytes could not be sent$/);
  });
});
