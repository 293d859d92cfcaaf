import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataError, type LedgerEvent, type LedgerStore } from '@fathom/contracts';
import type BetterSqlite3 from 'better-sqlite3';
import { ioError, makeFolder } from '@fathom/files';
import { showName } from '../show-name.js';
import { BotLock } from './bot-lock.js';
import { eventText, parseEvent } from './event-text.js';
import { MIGRATIONS } from './migrations.js';
import { sqliteError } from './sqlite-error.js';

export interface LedgerFileOptions {
  /** The bot it belongs to, kept inside; another bot's file is refused. */
  readonly botId: string;
}

/** An event as the file holds it. */
export interface StoredEvent {
  /** 1 for the first. */
  readonly sequence: number;
  readonly event: LedgerEvent;
}

/**
 * A bot's memory on disk: its ledger events in order, never changed. An append has reached the disk when it returns, so
 * what is sent afterwards can always be accounted for. One process writes, others may read.
 */
export class SqliteLedger implements LedgerStore {
  private readonly database: BetterSqlite3.Database;
  private readonly path: string;
  private readonly lock: BotLock | undefined;
  private readonly insert: BetterSqlite3.Statement<[number, string, string]>;

  private constructor(database: BetterSqlite3.Database, path: string, lock: BotLock | undefined) {
    this.database = database;
    this.path = path;
    this.lock = lock;
    this.insert = database.prepare('INSERT INTO events (time, type, body) VALUES (?, ?, ?)');
  }

  /**
   * Opens a bot's ledger for writing; makes it when there is none.
   * @throws {UsageError} when a process has it open for writing.
   * @throws {DataError} when it is damaged, not a ledger, of a newer Fathom, or another bot's. It is left as it is.
   */
  static async open(path: string, { botId }: LedgerFileOptions): Promise<SqliteLedger> {
    const { default: open } = await import('better-sqlite3');
    return guarded(path, 'opening', () => {
      makeFolder(dirname(path), { shownAs: `the folder ${showName(dirname(path))}` });
      const lock = new BotLock(open, lockOf(path));
      let database: BetterSqlite3.Database | undefined;
      try {
        database = new open(path);
        check(database, path);
        // Every commit is on the disk before it returns; readers are not in the way.
        database.pragma('journal_mode = WAL');
        database.pragma('synchronous = FULL');
        migrate(database);
        claim(database, path, botId);
        return new SqliteLedger(database, path, lock);
      } catch (error) {
        database?.close();
        lock.release();
        throw error;
      }
    });
  }

  /**
   * Opens a bot's ledger to look at, whether or not the bot is running.
   * @throws {DataError} as `open`, and when there is none.
   */
  static async read(path: string): Promise<SqliteLedger> {
    const { default: open } = await import('better-sqlite3');
    return guarded(path, 'opening', () => {
      if (!existsSync(path)) throw new DataError(`there is no ledger ${showName(path)}`);
      const database = new open(path, { readonly: true, fileMustExist: true });
      try {
        check(database, path);
        return new SqliteLedger(database, path, undefined);
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  /**
   * Whether a process has it open for writing: its bot is alive, or hangs. It can be told without trusting what anybody wrote.
   * @throws {DataError} when it cannot be told.
   */
  static async isHeld(path: string): Promise<boolean> {
    const { default: open } = await import('better-sqlite3');
    return guarded(path, 'looking at', () => BotLock.isHeld(open, lockOf(path)));
  }

  /** @throws {DataError} when it cannot be kept (the disk is full): then nothing of it is. */
  append(event: LedgerEvent): void {
    guarded(this.path, 'writing', () => this.insert.run(event.time, event.type, eventText(event)));
  }

  /** All events, oldest first, from `after` (a sequence number) on. */
  *events(after = 0): Generator<StoredEvent, void, undefined> {
    const rows = this.database
      .prepare<[number], { sequence: number; body: string }>(
        'SELECT sequence, body FROM events WHERE sequence > ? ORDER BY sequence',
      )
      .iterate(after);
    for (const { sequence, body } of rows) yield { sequence, event: parseEvent(body) };
  }

  /** The newest events before that sequence number, or of all, newest first. */
  newest(limit: number, before = Number.MAX_SAFE_INTEGER): StoredEvent[] {
    return this.database
      .prepare<[number, number], { sequence: number; body: string }>(
        'SELECT sequence, body FROM events WHERE sequence < ? ORDER BY sequence DESC LIMIT ?',
      )
      .all(before, limit)
      .map(({ sequence, body }) => ({ sequence, event: parseEvent(body) }));
  }

  get botId(): string {
    return about(this.database, 'bot') ?? '';
  }

  close(): void {
    this.database.close();
    this.lock?.release();
  }
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

function check(database: BetterSqlite3.Database, path: string): void {
  const found = database.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new DataError(`${showName(path)} is damaged: ${String(found).replaceAll(/\s+/g, ' ')}`);
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new DataError(
      `${showName(path)} is a ledger of a newer Fathom (version ${version}, this one knows ${MIGRATIONS.length})`,
    );
  }
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_master').pluck().get());
  if (version === 0 && tables > 0) throw new DataError(`${showName(path)} is a database, but not a ledger`);
}

function migrate(database: BetterSqlite3.Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  for (const [index, step] of MIGRATIONS.slice(version).entries()) {
    database.transaction(() => {
      database.exec(step);
      database.pragma(`user_version = ${version + index + 1}`);
    })();
  }
}

function claim(database: BetterSqlite3.Database, path: string, botId: string): void {
  const owner = about(database, 'bot');
  if (owner === undefined) database.prepare("INSERT INTO about (key, value) VALUES ('bot', ?)").run(botId);
  else if (owner !== botId) throw new DataError(`${showName(path)} is the ledger of bot ${owner}, not of ${botId}`);
}

function about(database: BetterSqlite3.Database, key: string): string | undefined {
  const value: unknown = database.prepare('SELECT value FROM about WHERE key = ?').pluck().get(key);
  return typeof value === 'string' ? value : undefined;
}

function guarded<Result>(path: string, doing: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw ioError(sqliteError(error, `${doing} ${showName(path)}`), `${doing} ${showName(path)}`);
  }
}
