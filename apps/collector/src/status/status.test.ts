import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Health, readHealth, writeHealth } from '../health.js';
import { statusOf } from './command.js';

const NOW = Date.UTC(2026, 10, 29, 11, 0, 0);
const health: Health = {
  version: 1,
  pid: 4711,
  state: 'collecting',
  reason: '',
  startedAt: NOW - 3_600_000,
  updatedAt: NOW - 4000,
  books: 40,
  soundBooks: 39,
  messages: 1000,
  verified: 999,
  trades: 10,
  gaps: 1,
  messagesPerSecond: 17,
  lagMs: 24,
};
const alive = () => true;
const dead = () => false;

describe('status', () => {
  it.each<[string, Health | undefined, () => boolean, boolean, string]>([
    ['nobody was here', undefined, alive, false, 'no collector has been here'],
    ['it is at work', health, alive, true, 'process 4711 has been collecting for 1:00:00'],
    [
      'its process is gone',
      health,
      dead,
      false,
      'dead: process 4711 is gone, last heard of at 2026-11-29 10:59:56 UTC',
    ],
    [
      'its process hangs, or is another one by now',
      { ...health, updatedAt: NOW - 60_000 },
      alive,
      false,
      'silent: process 4711 has said nothing since 2026-11-29 10:59:00 UTC',
    ],
    [
      'the clock was set back',
      { ...health, updatedAt: NOW + 60_000 },
      alive,
      false,
      'silent: process 4711 has said nothing since 2026-11-29 11:01:00 UTC',
    ],
    [
      'it was told to stop',
      { ...health, state: 'stopped', reason: 'asked to stop' },
      dead,
      false,
      'stopped at 2026-11-29 10:59:56 UTC: asked to stop',
    ],
    [
      'it failed',
      { ...health, state: 'failed', reason: 'no space left on device' },
      dead,
      false,
      'failed at 2026-11-29 10:59:56 UTC: no space left on device',
    ],
    [
      'it has never connected',
      { ...health, state: 'connecting', reason: 'getaddrinfo ENOTFOUND' },
      alive,
      false,
      'process 4711 has been trying to connect for 1:00:00: getaddrinfo ENOTFOUND',
    ],
  ])('tells when %s', (_, file, isAlive, isCollecting, text) => {
    expect(statusOf(file, NOW, isAlive)).toEqual({ isCollecting, text });
  });
});

describe('the health file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'collector-health-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read as it was written, and is nothing when it is anything else', () => {
    expect(readHealth(folder)).toBeUndefined();
    writeHealth(folder, health);
    expect(readHealth(folder)).toEqual(health);
    for (const text of ['', '{', '[]', '{"version":2}', JSON.stringify({ ...health, pid: 'x' })]) {
      writeFileSync(join(folder, 'collector.json'), text);
      expect(readHealth(folder)).toBeUndefined();
    }
  });
});
