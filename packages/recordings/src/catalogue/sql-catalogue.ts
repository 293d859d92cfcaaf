import { GAP_CAUSES } from '../gap.js';
import type { PairEnd } from '../segment/pair-end.js';
import type {
  Archived,
  ArchivedSegment,
  Catalogue,
  Checkpoint,
  PairGap,
  Precision,
  Range,
  Session,
} from './catalogue.js';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations.js';
import type { Part } from './part.js';
import { oneOf, text, whole } from './row-fields.js';
import type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from './sql-database.js';

const PART_COLUMNS = [
  'path',
  'kind',
  'pair',
  'name',
  'day',
  'depth',
  'price_decimals',
  'quantity_decimals',
  'first_sequence',
  'last_sequence',
  'first_us',
  'last_us',
  'messages',
  'verified',
  'suspect',
  'unverifiable',
  'level_rows',
  'text_rows',
  'bytes',
  'digest',
  'sha256',
];

/** The catalogue in SQL that SQLite and PostgreSQL both understand. */
export class SqlCatalogue implements Catalogue {
  private readonly database: SqlDatabase;

  private constructor(database: SqlDatabase) {
    this.database = database;
  }

  /**
   * Over an open database; brings it up to date when it may be written to.
   * @param place names it in messages.
   * @throws {DataError} when it is of a newer Fathom.
   */
  static async over(database: SqlDatabase, place: string, isReadOnly = false): Promise<SqlCatalogue> {
    await migrate(database, { key: 'version', steps: MIGRATIONS, place, isReadOnly });
    return new SqlCatalogue(database);
  }

  async archive({ segment, parts, gaps, checkpoints, sessions, precisions }: Archived): Promise<void> {
    const { name, archivedUs, messages, bytes, damage } = segment;
    await this.database.transaction([
      statement('DELETE FROM segment WHERE name = ?', name),
      statement('INSERT INTO segment VALUES (?, ?, ?, ?, ?)', name, archivedUs, messages, bytes, damage),
      ...parts.flatMap(putPart),
      ...gaps.map(({ pair, channel, cause, fromUs, toUs, detail }) =>
        statement(
          // Of two runs that died without having received anything each tells of the time since the last message.
          `INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (pair, channel, from_us, cause)
           DO UPDATE SET to_us = excluded.to_us, detail = excluded.detail WHERE excluded.to_us > gap.to_us`,
          pair,
          channel,
          cause,
          fromUs,
          toUs,
          detail,
        ),
      ),
      ...checkpoints.map(({ pair, sequence, receivedUs, book }) =>
        statement(
          'INSERT INTO checkpoint VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          pair,
          sequence,
          receivedUs,
          book,
        ),
      ),
      ...sessions.flatMap(putSession),
      ...precisions.map(putPrecision),
    ]);
  }

  async replaceParts(part: Part, instead: readonly Part[]): Promise<void> {
    await this.database.transaction([...instead.map(dropPart), ...putPart(part)]);
  }

  async removeParts(parts: readonly Part[]): Promise<void> {
    await this.database.transaction(
      parts.flatMap((part) => [
        dropPart(part),
        statement(
          'DELETE FROM checkpoint WHERE pair = ? AND sequence BETWEEN ? AND ?',
          part.pair,
          part.firstSequence,
          part.lastSequence,
        ),
      ]),
    );
  }

  async parts({ pair, fromUs, toUs }: Range = {}): Promise<Part[]> {
    const where = conditions([
      ['pair = ?', pair],
      ['last_us >= ?', fromUs],
      ['first_us < ?', toUs],
    ]);
    const rows = await this.database.rows(
      `SELECT * FROM part${where.sql} ORDER BY pair, kind, first_sequence, first_us`,
      where.values,
    );
    return rows.map(partOf);
  }

  async checkpoint(pair: string, us: number): Promise<Checkpoint | undefined> {
    const [row] = await this.database.rows(
      'SELECT * FROM checkpoint WHERE pair = ? AND received_us <= ? ORDER BY received_us DESC, sequence DESC LIMIT 1',
      [pair, us],
    );
    return (
      row && { pair, sequence: whole(row, 'sequence'), receivedUs: whole(row, 'received_us'), book: text(row, 'book') }
    );
  }

  async gaps({ pair, fromUs, toUs }: Range = {}): Promise<PairGap[]> {
    const where = conditions([
      ['pair = ?', pair],
      ['to_us >= ?', fromUs],
      ['from_us < ?', toUs],
    ]);
    const rows = await this.database.rows(`SELECT * FROM gap${where.sql} ORDER BY pair, from_us`, where.values);
    return rows.map((row) => ({
      pair: text(row, 'pair'),
      channel: oneOf(row, 'channel', ['book', 'market-trades'] as const),
      cause: oneOf(row, 'cause', GAP_CAUSES),
      fromUs: whole(row, 'from_us'),
      toUs: whole(row, 'to_us'),
      detail: text(row, 'detail'),
    }));
  }

  async sessions(): Promise<Session[]> {
    const rows = await this.database.rows('SELECT * FROM session ORDER BY started_us');
    return rows.map((row) => ({
      name: text(row, 'name'),
      program: text(row, 'program'),
      startedUs: whole(row, 'started_us'),
      stoppedUs: row['stopped_us'] === null ? undefined : whole(row, 'stopped_us'),
      reason: text(row, 'reason'),
    }));
  }

  async segments(): Promise<ArchivedSegment[]> {
    const rows = await this.database.rows('SELECT * FROM segment ORDER BY name');
    return rows.map((row) => ({
      name: text(row, 'name'),
      archivedUs: whole(row, 'archived_us'),
      messages: whole(row, 'messages'),
      bytes: whole(row, 'bytes'),
      damage: text(row, 'damage'),
    }));
  }

  async precisions(pair?: string): Promise<Precision[]> {
    const where = conditions([['pair = ?', pair]]);
    const rows = await this.database.rows(`SELECT * FROM instrument${where.sql} ORDER BY pair, from_us`, where.values);
    return rows.map((row) => ({
      pair: text(row, 'pair'),
      name: text(row, 'name'),
      fromUs: whole(row, 'from_us'),
      priceDecimals: whole(row, 'price_decimals'),
      quantityDecimals: whole(row, 'quantity_decimals'),
    }));
  }

  async ends(): Promise<Map<string, PairEnd>> {
    const rows = await this.database.rows(
      "SELECT pair, kind, max(last_sequence) AS sequence, max(last_us) AS us FROM part WHERE pair <> '' GROUP BY pair, kind",
    );
    const last = (await this.sessions()).at(-1);
    const ends = new Map<string, PairEnd>();
    for (const row of rows) {
      const pair = text(row, 'pair');
      const before = ends.get(pair);
      const receivedUs = Math.max(before?.receivedUs ?? 0, whole(row, 'us'));
      const { startedUs = 0, stoppedUs } = last ?? {};
      ends.set(pair, {
        sequence: Math.max(before?.sequence ?? 0, whole(row, 'sequence')),
        receivedUs,
        isStopped: stoppedUs !== undefined,
        ...(stoppedUs !== undefined && receivedUs >= startedUs && { stoppedUs }),
        channels: [...(before?.channels ?? []), text(row, 'kind') === 'book' ? 'book' : 'market-trades'],
      });
    }
    return ends;
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

function statement(sql: string, ...values: SqlValue[]): SqlStatement {
  return { sql, values };
}

function putPart(part: Part): SqlStatement[] {
  const marks = PART_COLUMNS.map(() => '?').join(', ');
  return [
    dropPart(part),
    statement(
      `INSERT INTO part (${PART_COLUMNS.join(', ')}) VALUES (${marks})`,
      part.path,
      part.kind,
      part.pair,
      part.name,
      part.day,
      part.depth,
      part.priceDecimals,
      part.quantityDecimals,
      part.firstSequence,
      part.lastSequence,
      part.firstUs,
      part.lastUs,
      part.messages,
      part.verified,
      part.suspect,
      part.unverifiable,
      part.rows,
      part.textRows,
      part.bytes,
      part.digest,
      part.sha256,
    ),
  ];
}

function dropPart({ path }: Part): SqlStatement {
  return statement('DELETE FROM part WHERE path = ?', path);
}

/** A session's start and end may stand in different segments. */
function putSession({ name, program, startedUs, stoppedUs, reason }: Session): SqlStatement[] {
  return [
    statement("INSERT INTO session VALUES (?, ?, ?, NULL, '') ON CONFLICT DO NOTHING", name, program, startedUs),
    ...(stoppedUs === undefined
      ? []
      : [statement('UPDATE session SET stopped_us = ?, reason = ? WHERE name = ?', stoppedUs, reason, name)]),
  ];
}

/** Only what is another precision than the one before it begins a line of history. */
function putPrecision({ pair, name, fromUs, priceDecimals, quantityDecimals }: Precision): SqlStatement {
  return statement(
    `INSERT INTO instrument SELECT ?, ?, CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS INTEGER)
     WHERE NOT EXISTS (
       SELECT 1 FROM instrument i WHERE i.pair = ? AND i.price_decimals = CAST(? AS INTEGER)
         AND i.quantity_decimals = CAST(? AS INTEGER)
         AND i.from_us = (SELECT max(from_us) FROM instrument j WHERE j.pair = i.pair AND j.from_us <= CAST(? AS BIGINT)))
     ON CONFLICT DO NOTHING`,
    pair,
    name,
    fromUs,
    priceDecimals,
    quantityDecimals,
    pair,
    priceDecimals,
    quantityDecimals,
    fromUs,
  );
}

function partOf(row: SqlRow): Part {
  return {
    path: text(row, 'path'),
    kind: oneOf(row, 'kind', ['book', 'trades', 'frames'] as const),
    pair: text(row, 'pair'),
    name: text(row, 'name'),
    day: text(row, 'day'),
    depth: whole(row, 'depth'),
    priceDecimals: whole(row, 'price_decimals'),
    quantityDecimals: whole(row, 'quantity_decimals'),
    firstSequence: whole(row, 'first_sequence'),
    lastSequence: whole(row, 'last_sequence'),
    firstUs: whole(row, 'first_us'),
    lastUs: whole(row, 'last_us'),
    messages: whole(row, 'messages'),
    verified: whole(row, 'verified'),
    suspect: whole(row, 'suspect'),
    unverifiable: whole(row, 'unverifiable'),
    rows: whole(row, 'level_rows'),
    textRows: whole(row, 'text_rows'),
    bytes: whole(row, 'bytes'),
    digest: whole(row, 'digest'),
    sha256: text(row, 'sha256'),
  };
}

function conditions(parts: readonly (readonly [sql: string, value: SqlValue | undefined])[]) {
  const given = parts.filter((part): part is readonly [string, SqlValue] => part[1] !== undefined);
  return {
    sql: given.length === 0 ? '' : ` WHERE ${given.map(([sql]) => sql).join(' AND ')}`,
    values: given.map(([, value]) => value),
  };
}
