import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, Decimal, type LedgerEvent, UsageError } from '@fathom/contracts';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { SqliteLedger } from './sqlite-ledger.js';

const d = (text: string) => Decimal.parse(text);
const newPath = () => join(mkdtempSync(join(tmpdir(), 'ledger-')), '320.sqlite');

const EVENTS: readonly LedgerEvent[] = [
  {
    type: 'order-intended',
    time: 1_700_000_000_000.25,
    order: {
      type: 'limit',
      clientOrderId: '320-1-e',
      side: 'buy',
      quantity: d('0.00000001'),
      price: d('16666.6'),
      time: 1,
    },
    purpose: 'entry',
    tradeId: '1',
    reason: 'macdCrossover',
    signal: { action: 'enter', side: 'long', reason: 'macdCrossover', price: 16666.123456789 },
  },
  { type: 'order-accepted', time: 2, clientOrderId: '320-1-e', exchangeOrderId: 'OAAAAA-BBBBB-CCCCCC' },
  {
    type: 'order-filled',
    time: 3,
    clientOrderId: '320-1-e',
    isComplete: true,
    fill: {
      time: 3,
      price: d('99999999999999.9999999999'),
      quantity: d('0.00000001'),
      cost: d('999999.99999999999999999999'),
      fee: d('0.1'),
      liquidity: 'maker',
      slippage: Decimal.ZERO,
    },
  },
  { type: 'order-canceled', time: 4, clientOrderId: '320-1-e', reason: 'it’s “over”\n' },
];

async function written(events = EVENTS): Promise<string> {
  const path = newPath();
  const ledger = await SqliteLedger.open(path, { botId: '320' });
  for (const event of events) ledger.append(event);
  ledger.close();
  return path;
}

describe('a ledger on disk', () => {
  it('gives back every event to the last digit, in order', async () => {
    const ledger = await SqliteLedger.read(await written());
    const events = [...ledger.events()];
    expect(JSON.stringify(events.map(({ event }) => event))).toBe(JSON.stringify(EVENTS));
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    const [, , filled] = events.map(({ event }) => event);
    expect(filled).toMatchObject({ fill: { cost: expect.any(Decimal), price: expect.any(Decimal) } });
    expect([...ledger.events(3)].map(({ event }) => event.type)).toEqual(['order-canceled']);
    ledger.close();
  });

  it('can be read while the bot writes, and is appended to when the bot comes back', async () => {
    const path = await written(EVENTS.slice(0, 2));
    const writer = await SqliteLedger.open(path, { botId: '320' });
    const reader = await SqliteLedger.read(path);
    for (const event of EVENTS.slice(2)) writer.append(event);
    expect([...reader.events()]).toHaveLength(4);
    expect(reader.botId).toBe('320');
    reader.close();
    writer.close();
  });

  it('shows orders, fills and trades in SQL, for anybody', async () => {
    const database = new Database(await written(), { readonly: true });
    expect(database.prepare('SELECT * FROM orders').all()).toMatchObject([
      {
        client_order_id: '320-1-e',
        exchange_order_id: 'OAAAAA-BBBBB-CCCCCC',
        quantity: '0.00000001',
        last_event: 'order-canceled',
      },
    ]);
    expect(database.prepare('SELECT * FROM fills').all()).toMatchObject([{ fee: '0.1', liquidity: 'maker' }]);
    expect(database.prepare('SELECT * FROM trades').all()).toMatchObject([{ trade_id: '1', opened_at: 3, fills: 1 }]);
    database.close();
  });

  it('lets nobody change or remove an event', async () => {
    const database = new Database(await written());
    expect(() => database.exec("UPDATE events SET type = 'x'")).toThrow('events are never changed');
    expect(() => database.exec('DELETE FROM events')).toThrow('events are never removed');
    database.close();
  });
});

describe('one writer a bot', () => {
  it('is let in, the second is told', async () => {
    const path = await written();
    const first = await SqliteLedger.open(path, { botId: '320' });
    const second = SqliteLedger.open(path, { botId: '320' });
    await expect(second).rejects.toThrow(UsageError);
    await expect(second).rejects.toThrow('is held by another process: this bot is running already');
    expect(await SqliteLedger.isHeld(path)).toBe(true);
    first.close();
    expect(await SqliteLedger.isHeld(path)).toBe(false);
    (await SqliteLedger.open(path, { botId: '320' })).close();
  });

  it('leaves nothing behind when its process is killed', async () => {
    const path = await written();
    const holder = `
      const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))});
      new Database(${JSON.stringify(`${path}.lock`)}).exec('BEGIN EXCLUSIVE');
      console.log('held');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['-e', holder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(SqliteLedger.open(path, { botId: '320' })).rejects.toThrow('is running already');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    (await SqliteLedger.open(path, { botId: '320' })).close();
  });
});

/** Why a file is refused; it must be the same afterwards, to the byte. */
async function refusal(path: string): Promise<string> {
  const before = readFileSync(path);
  const reason = await SqliteLedger.open(path, { botId: '320' }).then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof DataError ? error.message : `no DataError: ${String(error)}`),
  );
  return readFileSync(path).equals(before) ? reason : 'it was changed';
}

describe('a file that is not this bot’s ledger is refused and left alone', () => {
  it('another bot’s', async () => {
    const path = newPath();
    (await SqliteLedger.open(path, { botId: '197' })).close();
    expect(await refusal(path)).toContain('is the ledger of bot 197, not of 320');
  });

  it('of a newer version', async () => {
    const path = await written();
    const database = new Database(path);
    database.pragma('user_version = 99');
    database.close();
    expect(await refusal(path)).toContain('is a ledger of a newer Fathom (version 99, this one knows 1)');
  });

  it('no database at all', async () => {
    const path = newPath();
    writeFileSync(path, 'time,open,high,low,close,volume,trades\n'.repeat(200));
    expect(await refusal(path)).toContain('the file is no database while opening');
  });

  it('somebody else’s database', async () => {
    const path = newPath();
    const database = new Database(path);
    database.exec('CREATE TABLE songs (title TEXT)');
    database.close();
    expect(await refusal(path)).toContain('is a database, but not a ledger');
  });

  it('damaged', async () => {
    const path = await written(Array.from({ length: 500 }, () => EVENTS).flat());
    const bytes = readFileSync(path);
    bytes.fill(0xa5, bytes.length / 2, bytes.length / 2 + 8192);
    writeFileSync(path, bytes);
    expect(await refusal(path)).toContain('damaged');
  });
});

it('looks only at what is there', async () => {
  expect(await SqliteLedger.isHeld('/no/such/320.sqlite')).toBe(false);
  await expect(SqliteLedger.read('/no/such/320.sqlite')).rejects.toThrow('there is no ledger /no/such/320.sqlite');
});
