import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BOT_METRICS } from '@fathom/notifications';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { rehearsingUser } from './rehearsals.js';

// What people and machines are told of a bot that trades a rehearsal: over real sockets of the loopback address.

let agent: Socket;
let slack: Server;
let datagrams: string[] = [];
let posts: { readonly text: string; readonly channel?: string; readonly username: string }[] = [];
let addresses = { statsd: '', slack: '' };

beforeEach(async () => {
  datagrams = [];
  posts = [];
  agent = createSocket('udp4').bind(0, '127.0.0.1');
  agent.on('message', (datagram) => datagrams.push(String(datagram)));
  slack = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => (body += part));
    request.on('end', () => {
      posts.push(JSON.parse(body));
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await Promise.all([once(agent, 'listening'), once(slack, 'listening')]);
  const { port } = slack.address() as AddressInfo;
  addresses = { statsd: String(agent.address().port), slack: `http://127.0.0.1:${port}/services/s3cret` };
});
afterEach(async () => {
  agent.close();
  slack.closeAllConnections();
  await new Promise((done) => slack.close(done));
});

async function rehearse(env: Record<string, string>, ...args: string[]) {
  const user = rehearsingUser(env);
  const done = await user.trader('-x', 'rehearsal', '--for', '20', ...args);
  const [log = ''] = user.files().filter((name) => /^logs.\d/.test(name));
  return { ...user, ...done, log: readFileSync(join(user.folder, log), 'utf8') };
}

const ledgerOf = (out: string | undefined) =>
  out
    ?.split('\n')
    .findLast((line) => line.includes('Stopped.'))
    ?.replace(/.*Stopped/, 'Stopped');

describe('a bot that is watched', () => {
  it('tells StatsD, Slack and the log the same story', async () => {
    const env = { STATSD_HOST: '127.0.0.1', STATSD_PORT: addresses.statsd, SLACK_WEBHOOK_URL: addresses.slack };
    const { code, out, err, log } = await rehearse({ ...env, SLACK_CHANNEL: '#trading' }, '--log-format', 'json');
    expect([code, err]).toEqual([0, '']);

    const titles = posts.map(({ text }) => text);
    expect(titles[0]).toMatch(/^REHEARSAL - \d{3}:Localbot$/);
    expect(titles).toContainEqual(expect.stringMatching(/^Bought 0\.002 BTC @ 32590\.5$/));
    expect(titles).toContainEqual(
      expect.stringMatching(/^Sold 0\.002 BTC @ 31[\d.]+, P\/L -2\.\d+ USD \(-3\.\d+ %\)$/),
    );
    expect(titles.at(-1)).toBe('Stopped');
    expect(posts[0]).toMatchObject({ channel: '#trading', username: expect.stringMatching(/^\d{3}:Localbot$/) });

    const figures = datagrams.map((datagram) => datagram.trim());
    const [opened = '', closed = ''] = ['open.order', 'close.order'].map((name) =>
      figures.find((each) => each.startsWith(`${name}:1|c|`)),
    );
    expect(opened).toMatch(
      /#bot_name:Localbot,bot_id:\d{3},pair:XXBTZUSD,name:macd,type:buy,order:O.*,volume:0.002,cur_price:32590.5$/,
    );
    expect(closed).toMatch(/,type:sell,order:O/);
    for (const title of ['Bot started', 'Order Open', 'Order Close']) {
      expect(figures).toContainEqual(expect.stringMatching(new RegExp(`^_e\\{\\d+,\\d+\\}:${title}\\|`)));
    }
    const defined = new Set(BOT_METRICS.map(({ name }) => name));
    const names = new Set(figures.flatMap((figure) => /^([a-z_.]+):/.exec(figure)?.[1] ?? []));
    for (const name of names) expect(defined).toContain(name);
    for (const name of [
      'macd.histogram',
      'equity',
      'exposure',
      'order.latency_ms',
      'feed.lag_ms',
      'rate_budget.left',
    ]) {
      expect(names).toContain(name);
    }

    const lines = log
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    const { trade } = lines.find(({ message }) => String(message).includes(' entry: ')) ?? {};
    const story = lines.filter((line) => line['trade'] === trade).map(({ message }) => String(message));
    expect(story.join('\n')).toMatch(
      / entry: buy 0\.002 BTC market, .*\n.* at the exchange\n.* filled 0\.002 BTC @ 32590\.5/,
    );
    expect(`${out}${log}`).not.toContain('s3cret');
  });

  it('trades the same when nobody is there to be told, and says so once', async () => {
    const alone = await rehearse({});
    const closed = createSocket('udp4').bind(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address();
    closed.close();
    const env = { STATSD_HOST: '127.0.0.1', STATSD_PORT: String(port), SLACK_WEBHOOK_URL: 'http://127.0.0.1:1/s3cret' };
    const told = await rehearse(env);
    expect(told.code).toBe(0);
    expect(ledgerOf(told.out)).toBe(ledgerOf(alone.out));
    expect(told.log.match(/takes no metrics/g)).toHaveLength(1);
    expect(told.log.match(/takes no messages/g)).toHaveLength(1);
    expect(told.log).toMatch(/Slack \d+ messages could not be sent/);
    expect(told.log).not.toContain('s3cret');
  });

  it('trades on when its log cannot be written, and says so once', async () => {
    const user = rehearsingUser();
    user.write('logs', 'in the way');
    const { code, out, err } = await user.trader('-x', 'rehearsal', '--for', '20');
    expect(code).toBe(0);
    expect(out).toMatch(/Stopped\. 2 trades closed/);
    expect(err).toMatch(/^log \S+ cannot be written, going on without it: .*\n$/);
  });

  it('serves its figures', async () => {
    const { out } = await rehearse({}, '--metrics-port', '0');
    expect(out).toMatch(/Figures for Prometheus: http:\/\/127\.0\.0\.1:\d+\/metrics, health: http/);
  });

  it.each([
    [{}, ['--metrics-port', '65536'], '--metrics-port 65536 is not a whole number from 0 to 65535'],
    [
      {},
      ['--metrics-port', '0', '--metrics-host', '0.0.0.0'],
      'metrics on 0.0.0.0 can be read by others: that needs a token',
    ],
    [{ SLACK_WEBHOOK_URL: 'hooks.slack.com/s3cret' }, [], 'SLACK_WEBHOOK_URL is not an address'],
    [{ NOTIFY_WEBHOOK_URL: 'http://example.com/s3cret' }, [], 'NOTIFY_WEBHOOK_URL is not an https:// address'],
    [{ NOTIFY_SEVERITY: 'loud' }, [], 'NOTIFY_SEVERITY loud is not one of info, warning, error, critical'],
    [{ STATSD_HOST: 'x', STATSD_PORT: '-1' }, [], 'STATSD_PORT -1 is not a whole number from 0 to 65535'],
    [{ LOG_KEEP: 'x' }, [], 'LOG_KEEP x is not a whole number from 0 to 36500'],
    [{ LOG_KEEP: 'x' }, ['--log-keep', 'y'], '--log-keep y is not a whole number from 0 to 36500'],
    [{ LOG_FORMAT: 'xml' }, [], 'LOG_FORMAT xml is not one of text, json'],
    [{ METRICS_PORT: '-1' }, [], 'METRICS_PORT -1 is not a whole number from 0 to 65535'],
    [{}, ['--log-format', 'xml'], '--log-format xml is not one of text, json'],
  ])('%j %j ends at once: %s', async (env, args, message) => {
    const { trader } = newUser({ env });
    const { code, err } = await trader('-x', 'rehearsal', ...args);
    expect([code, err]).toEqual([2, `error: ${message}\n`]);
  });
});
