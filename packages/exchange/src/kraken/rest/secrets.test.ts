import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Decimal } from '@fathom/contracts';
import { errorStrings, ManualTime } from '@fathom/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { BTC_USD } from '../../../testing/rest/pairs.js';
import {
  failure,
  MARKER_KEY,
  MARKER_SECRET,
  result,
  type ScriptedAnswer,
  ScriptedKraken,
} from '../../../testing/rest/scripted-kraken.js';
import { krakenEndpoints } from './endpoints.js';
import { findKeys } from './keys.js';
import { Secret } from './secret.js';
import { TransportError, type TransportFailure } from './transport.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(text?: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  folders.push(folder);
  if (text !== undefined) {
    writeFileSync(join(folder, 'kraken.key'), text);
    chmodSync(join(folder, 'kraken.key'), mode);
  }
  return folder;
}

function messageOf(task: () => unknown): string {
  try {
    return `no error: ${String(task())}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('Secret', () => {
  it('shows itself to nobody', () => {
    const secret = new Secret(MARKER_SECRET);
    const shown = [
      `a ${secret as unknown as string}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
    ];
    expect(shown.join()).not.toContain(MARKER_SECRET);
    expect(JSON.stringify(secret)).toBe('"[secret]"');
    expect(secret.reveal()).toBe(MARKER_SECRET);
  });

  it('is in no message, outcome or stack of any failure', async () => {
    const transport = (['timeout', 'dns', 'reset', 'tls', 'too-large'] satisfies TransportFailure[]).map(
      (each) => new TransportError(each, each),
    );
    const answers: ScriptedAnswer[] = [
      ...errorStrings().map((error) => failure(error)),
      ...['', '<html>', '{', '[]', '{"error":[],"result":7}'].map((text) => ({ text })),
      ...transport,
    ];
    const seen: unknown[] = [];
    const signatures: string[] = [];
    for (const answer of answers) {
      const time = new ManualTime(1_700_000_000_000);
      const script = new ScriptedKraken(time)
        .on('AddOrder', answer)
        .on('Balance', answer)
        .on('GetWebSocketsToken', answer);
      const client = script.client({ onWarning: (...said) => seen.push(said) });
      const order = { clientOrderId: 'a', quantity: Decimal.ONE, time: 0, type: 'market', side: 'buy' } as const;
      seen.push(client, await client.orders.add(order, { pair: BTC_USD }));
      const asking = [client.account.balances(), client.account.webSocketToken()].map((each) =>
        each.catch((error: unknown) => error),
      );
      await time.advance(600_000);
      seen.push(...(await Promise.all(asking)));
      signatures.push(...script.sent.map(({ headers }) => headers['API-Sign'] ?? ''));
    }
    const output = seen
      .map((each) => inspect(each, { depth: 12, showHidden: true }) + (JSON.stringify(each) ?? ''))
      .join('\n');
    expect(signatures.length).toBeGreaterThan(100);
    for (const secret of [MARKER_KEY, MARKER_SECRET, 'marker-secret', ...signatures])
      expect(output).not.toContain(secret);
  });

  it('hides the token of the sockets', async () => {
    const script = new ScriptedKraken(new ManualTime()).on(
      'GetWebSocketsToken',
      result({ token: MARKER_SECRET, expires: 900 }),
    );
    const answer = await script.client().account.webSocketToken();
    expect(inspect(answer)).not.toContain(MARKER_SECRET);
    expect([answer.token.reveal(), answer.expiresInMs]).toEqual([MARKER_SECRET, 900_000]);
  });
});

describe('findKeys', () => {
  const env = { KRAKEN_API_KEY: MARKER_KEY, KRAKEN_API_SECRET: MARKER_SECRET };
  const file = `${MARKER_KEY}\n${MARKER_SECRET}\n`;

  it('takes the environment before the file of the folder, and a configured file before both', () => {
    const folder = folderWith(file);
    expect(findKeys({ env, folder })?.origin).toBe('KRAKEN_API_KEY');
    expect(findKeys({ env: {}, folder })?.secret.reveal()).toBe(MARKER_SECRET);
    expect(findKeys({ env, folder, file: 'kraken.key' })?.origin).toBe(join(folder, 'kraken.key'));
    expect(findKeys({ env: {}, folder: folderWith() })).toBeUndefined();
  });

  it.each([0o644, 0o640, 0o660, 0o601, 0o700])('refuses a file of mode %o', (mode) => {
    const message = messageOf(() => findKeys({ env: {}, folder: folderWith(file, mode) }));
    expect(message).toContain(`has mode ${mode.toString(8).padStart(4, '0')}`);
    expect(message).toContain('chmod 600');
  });

  it.each<[string, () => unknown, string]>([
    ['half a pair', () => findKeys({ env: { KRAKEN_API_KEY: MARKER_KEY }, folder: '.' }), 'KRAKEN_API_SECRET is not'],
    [
      'the other half',
      () => findKeys({ env: { KRAKEN_API_SECRET: MARKER_SECRET }, folder: '.' }),
      'KRAKEN_API_KEY is not',
    ],
    ['one line', () => findKeys({ env: {}, folder: folderWith(MARKER_SECRET) }), 'line 2'],
    [
      'no base64',
      () => findKeys({ env: { ...env, KRAKEN_API_SECRET: `${MARKER_SECRET}!` }, folder: '.' }),
      'not base64',
    ],
    ['no key', () => findKeys({ env: { ...env, KRAKEN_API_KEY: `${MARKER_SECRET} x` }, folder: '.' }), 'is not one'],
    ['no file', () => findKeys({ env: {}, folder: folderWith(), file: 'mine.key' }), 'does not exist'],
  ])('says what is wrong with %s, and no secret', (_, task, expected) => {
    const message = messageOf(task);
    expect(message).toContain(expected);
    expect(message).not.toContain(MARKER_SECRET);
  });
});

describe('krakenEndpoints', () => {
  it('are Kraken, the environment, the configuration', () => {
    expect(krakenEndpoints()).toEqual({
      rest: 'https://api.kraken.com',
      ws: 'wss://ws.kraken.com/v2',
      wsAuth: 'wss://ws-auth.kraken.com/v2',
    });
    const env = {
      KRAKEN_REST_URL: 'http://127.0.0.1:8080/',
      KRAKEN_WS_URL: 'ws://localhost:1/v2',
      KRAKEN_WS_AUTH_URL: '',
    };
    expect(krakenEndpoints(env)).toMatchObject({ rest: 'http://127.0.0.1:8080', ws: 'ws://localhost:1/v2' });
    expect(krakenEndpoints(env, { rest: 'http://[::1]:2' }).rest).toBe('http://[::1]:2');
  });

  it.each([
    'http://api.kraken.com',
    'http://127.0.0.1.evil.com',
    'http://localhost.evil.com',
    'ftp://x',
    'wss://x',
    'kraken',
    'https://u:p@api.kraken.com',
  ])('refuses %s', (url) => {
    expect(messageOf(() => krakenEndpoints({ KRAKEN_REST_URL: url }))).toContain('KRAKEN_REST_URL');
  });

  it('shows no password of an address', () => {
    expect(messageOf(() => krakenEndpoints({ KRAKEN_REST_URL: 'https://u:hunter2@x' }))).not.toContain('hunter2');
  });
});
