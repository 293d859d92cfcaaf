import { request } from 'node:http';
import { Secret, UsageError } from '@fathom/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { type Health, serveStatus, type StatusServer, type StatusServerOptions } from './status-server.js';

const servers: StatusServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const metrics = { contentType: 'text/plain; version=0.0.4', text: () => Promise.resolve('fathom_equity 1\n') };
const healthy = () => ({ isLive: true, isReady: true });

async function serve(options: Partial<StatusServerOptions> = {}): Promise<StatusServer> {
  const server = await serveStatus({ port: 0, metrics, health: healthy, ...options });
  servers.push(server);
  return server;
}

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly type: string | undefined;
}

function get(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  return new Promise<Answer>((done, fail) => {
    request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => done({ status: response.statusCode, text, type: response.headers['content-type'] }));
    })
      .on('error', fail)
      .end();
  });
}

describe('the status server', () => {
  it('is reached by this machine alone and serves figures', async () => {
    const { url } = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await get(`${url}/metrics`)).toEqual({ status: 200, text: 'fathom_equity 1\n', type: metrics.contentType });
    expect(await get(`${url}/metrics?x=1`)).toMatchObject({ status: 200 });
    expect(await get(`${url}/metrics`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  it.each<[Health, number, number, number]>([
    [{ isLive: true, isReady: true }, 200, 200, 200],
    [{ isLive: true, isReady: false }, 503, 200, 503],
    [{ isLive: false, isReady: false }, 503, 503, 503],
    [{ isLive: false, isReady: true }, 503, 503, 503],
  ])('says of %j: %d, live %d, ready %d', async (health, both, live, ready) => {
    const { url } = await serve({ health: () => ({ ...health, detail: { feedAgeMs: 12 } }) });
    const answer = await get(`${url}/healthz`);
    expect(answer.status).toBe(both);
    expect(JSON.parse(answer.text)).toEqual({ ...health, feedAgeMs: 12 });
    expect(await get(`${url}/healthz/live`)).toMatchObject({ status: live });
    expect(await get(`${url}/healthz/ready`)).toMatchObject({ status: ready });
  });

  it('has nothing else', async () => {
    const { url } = await serve();
    for (const path of ['/', '/metricsx', '/__proto__', '/toString', '/../etc/passwd']) {
      expect(await get(url + path)).toMatchObject({ status: 404 });
    }
    expect(await get(`${url}/metrics`, { method: 'POST' })).toMatchObject({ status: 405 });
    const { url: bare } = await serve({ metrics: undefined });
    expect(await get(`${bare}/metrics`)).toMatchObject({ status: 404 });
  });

  it('answers when what it is to tell fails', async () => {
    const { url } = await serve({
      health: () => {
        throw new Error('a secret');
      },
    });
    expect(await get(`${url}/healthz`)).toMatchObject({ status: 500, text: 'it failed\n' });
  });

  it('turns away a page of the web that calls this machine by a name of its own', async () => {
    const { url } = await serve();
    expect(await get(`${url}/metrics`, { headers: { host: 'evil.example' } })).toMatchObject({ status: 421 });
    expect(await get(`${url}/metrics`, { headers: { host: '127.evil.example' } })).toMatchObject({ status: 421 });
    expect(await get(`${url}/metrics`, { headers: { host: 'LOCALHOST:80' } })).toMatchObject({ status: 200 });
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', '127.example.com'])('does not open on %s without a token', async (host) => {
    await expect(serve({ host })).rejects.toThrow(UsageError);
    await expect(serve({ host })).rejects.toThrow(`metrics on ${host} can be read by others: that needs a token`);
  });

  it('opens on every interface to those who have the token', async () => {
    const { url } = await serve({ host: '0.0.0.0', token: new Secret('open sesame') });
    const at = url.replace('0.0.0.0', '127.0.0.1');
    const withToken = (authorization: string) =>
      get(`${at}/metrics`, { headers: { authorization, host: 'bots.example' } });
    expect(await withToken('Bearer open sesame')).toMatchObject({ status: 200 });
    for (const wrong of [
      '',
      'Bearer',
      'Bearer open',
      'Bearer open sesam',
      'Bearer open sesame!',
      'open sesame',
      'Basic open sesame',
    ]) {
      expect(await withToken(wrong)).toMatchObject({ status: 401, text: 'a token is needed\n' });
    }
    expect(await get(`${at}/healthz`)).toMatchObject({ status: 401 });
  });

  it('says that a port is taken', async () => {
    const { url } = await serve();
    const port = Number(new URL(url).port);
    await expect(serve({ port })).rejects.toThrow(`metrics port ${port} of 127.0.0.1 is in use by another program`);
  });
});
