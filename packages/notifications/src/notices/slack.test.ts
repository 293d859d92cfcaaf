import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret, UsageError } from '@fathom/contracts';
import { ManualClock } from '@fathom/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing } from './delivery.js';
import { slack, type SlackOptions } from './slack.js';
import { notice } from './test-notice.js';
import { webhook } from './webhook.js';

// A real server on the loopback address stands in for Slack.

let server: Server;
let url = '';
let posts: { readonly body: Record<string, unknown>; readonly method: string | undefined }[] = [];
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const clock = new ManualClock(Date.UTC(2026, 0, 1));

beforeEach(async () => {
  posts = [];
  respond = (_, response) => response.end('ok');
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part) => (text += part));
    request.on('end', () => {
      posts.push({ method: request.method, body: JSON.parse(text) });
      respond(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/s3cret`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const one: Outgoing = { notice: notice(), more: 0, overMs: 0 };
const never = new AbortController().signal;

async function send(outgoing = one, options: Partial<SlackOptions> = {}, signal = never) {
  const deliver = await slack({ webhook: new Secret(url), clock, ...options });
  return deliver(outgoing, signal);
}

function fails(status: number, headers: Record<string, string> = {}, text = ''): void {
  respond = (_, response) => response.writeHead(status, headers).end(text);
}

describe('Slack', () => {
  it('gets a message in blocks, with a text for where there are none', async () => {
    const channel = '#trading';
    expect(await send(one, { channel, icon: ':robot_face:' })).toEqual({ outcome: 'taken' });
    expect(posts).toEqual([
      {
        method: 'POST',
        body: {
          channel,
          username: '197:Localbot',
          icon_emoji: ':robot_face:',
          text: 'Bought 0.002 BTC @ 8121.2',
          blocks: [
            { type: 'section', text: { type: 'mrkdwn', text: '*Bought 0.002 BTC @ 8121.2*' } },
            {
              type: 'section',
              fields: [
                { type: 'mrkdwn', text: '*Price*\n8121.2 USD' },
                { type: 'mrkdwn', text: '*Reason*\nprice &lt; MA &amp; rising' },
              ],
            },
            {
              type: 'context',
              elements: [{ type: 'mrkdwn', text: '197:Localbot · 2018-04-17 21:42:55 UTC · trade 197-a' }],
            },
          ],
        },
      },
    ]);
  });

  it('stays within what Slack takes', async () => {
    const fields = Array.from({ length: 90 }, (_, at) => ({ name: `n${at}`.repeat(90), value: '&'.repeat(9_000) }));
    await send(
      { notice: notice({ title: '<'.repeat(9_000), fields }), more: 0, overMs: 0 },
      { icon: 'https://x.example/i.png' },
    );
    const { blocks, icon_url } = posts[0]?.body ?? {};
    expect(icon_url).toBe('https://x.example/i.png');
    const all = blocks as { text?: { text: string }; fields?: { text: string }[] }[];
    expect(all.length).toBeLessThanOrEqual(50);
    for (const block of all) {
      expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
      expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
      for (const { text } of block.fields ?? []) expect(text.length).toBeLessThanOrEqual(2_000);
    }
  });

  it('says how often the same came again', async () => {
    await send({ notice: notice({ severity: 'warning' }), more: 12, overMs: 300_000 });
    expect(posts[0]?.body['text']).toBe('12 more in 5 min: Bought 0.002 BTC @ 8121.2');
    expect(JSON.stringify(posts[0]?.body['blocks'])).toContain(':warning: *12 more in 5 min');
  });

  it.each([
    [
      429,
      { 'retry-after': '30' },
      'rate_limited',
      { outcome: 'later', reason: 'HTTP 429 rate_limited', afterMs: 30_000 },
    ],
    [
      503,
      { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' },
      '',
      { outcome: 'later', reason: 'HTTP 503', afterMs: 60_000 },
    ],
    [500, {}, '<html>…', { outcome: 'later', reason: 'HTTP 500' }],
    [404, {}, 'no_service', { outcome: 'refused', reason: 'HTTP 404 no_service' }],
    [403, {}, 'action_prohibited', { outcome: 'refused', reason: 'HTTP 403 action_prohibited' }],
    [400, { 'retry-after': 'soon' }, 'invalid_blocks', { outcome: 'refused', reason: 'HTTP 400 invalid_blocks' }],
  ])('that answers %d: %j %s', async (status, headers, text, expected) => {
    fails(status, headers, text);
    expect(await send()).toEqual(expected);
    expect(posts).toHaveLength(1);
  });

  it('that is not there is tried later', async () => {
    const at = url.replace(/:\d+/, ':1');
    const delivered = await send(one, { webhook: new Secret(at) });
    expect(delivered).toMatchObject({ outcome: 'later' });
    expect(JSON.stringify(delivered)).not.toContain('s3cret');
  });

  it('whose name is not known is tried later, and says why', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND hooks.slack.com'), { code: 'ENOTFOUND' });
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const delivered = await send(one, { fetch });
    expect(delivered).toEqual({ outcome: 'later', reason: expect.stringMatching(/fetch failed \(ENOTFOUND\)$/) });
  });

  it('that hangs is let go at the deadline', async () => {
    const deadline = new AbortController();
    respond = () => deadline.abort();
    expect(await send(one, {}, deadline.signal)).toMatchObject({ outcome: 'later' });
  });

  it('is read no further than needed', async () => {
    let written = 0;
    respond = (_, response) => {
      const more = () => {
        while (written < 1e9 && response.write('x'.repeat(65_536))) written += 65_536;
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    };
    expect(await send()).toEqual({ outcome: 'taken' });
    expect(written).toBeLessThan(50e6);
  });

  it('that sends us elsewhere does not learn more', async () => {
    fails(302, { location: 'http://127.0.0.1:1/other' });
    expect(await send()).toMatchObject({ outcome: 'later' });
  });

  it.each(['http://hooks.slack.com/services/s3cret', 'hooks.slack.com/s3cret', 'file:///s3cret', ''])(
    'is not at %s, and the error does not repeat it',
    async (wrong) => {
      const opening = slack({ webhook: new Secret(wrong), clock });
      await expect(opening).rejects.toThrow(UsageError);
      await expect(opening).rejects.toThrow(/^SLACK_WEBHOOK_URL is not an (https:\/\/ )?address$/);
    },
  );
});

describe('any other address', () => {
  it('gets JSON', async () => {
    const deliver = webhook({ address: new Secret(url), clock });
    expect(await deliver({ ...one, more: 2, overMs: 120_000 }, never)).toEqual({ outcome: 'taken' });
    expect(posts[0]?.body).toEqual({
      kind: 'trade-opened',
      severity: 'info',
      from: '197:Localbot',
      time: '2018-04-17T21:42:55.000Z',
      title: '2 more in 2 min: Bought 0.002 BTC @ 8121.2',
      fields: { Price: '8121.2 USD', Reason: 'price < MA & rising' },
      trade: '197-a',
      more: 2,
    });
  });

  it('may fail in the same ways', async () => {
    const deliver = webhook({ address: new Secret(url), clock });
    fails(429, { 'retry-after': '1' });
    expect(await deliver(one, never)).toEqual({ outcome: 'later', reason: 'HTTP 429', afterMs: 1_000 });
    const gone = await webhook({ address: new Secret('http://127.0.0.1:1/s3cret'), clock })(one, never);
    expect(gone).toMatchObject({ outcome: 'later' });
    expect(JSON.stringify(gone)).not.toContain('s3cret');
    expect(() => webhook({ address: new Secret('http://example.com/s3cret'), clock })).toThrow(
      'NOTIFY_WEBHOOK_URL is not an https:// address',
    );
  });
});
