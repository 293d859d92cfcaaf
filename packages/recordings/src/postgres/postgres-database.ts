import { DataError } from '@fathom/contracts';
import type { Client } from 'pg';
import type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from '../catalogue/sql-database.js';

const CONNECT_MS = 10_000;
const QUERY_MS = 120_000;

/** Whether it is the address of a PostgreSQL database. */
export function isPostgres(store: string): boolean {
  return /^postgres(ql)?:\/\//.test(store);
}

/** The address without what must not be read in a log. */
export function shownAddress(address: string): string {
  return address.replace(/^(postgres(?:ql)?:\/\/)[^@/]*@/, '$1…@').replace(/\?.*$/, '');
}

/**
 * A PostgreSQL database. Statements wait for each other.
 * @throws {DataError} when it cannot be reached, or refuses.
 */
export async function openPostgres(address: string): Promise<SqlDatabase> {
  const { default: pg } = await import('pg');
  const shown = shownAddress(address);
  let client: Client | undefined;
  /** The connection there is, or a new one after the last was lost. */
  const connected = async (): Promise<Client> => {
    if (client !== undefined) return client;
    const made: Client = new pg.Client({
      connectionString: address,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
      application_name: 'fathom',
      types: {
        // Microseconds and counts: all below 2^53.
        getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
      },
    });
    const lost = (): void => {
      if (client === made) client = undefined;
    };
    made.on('error', lost);
    made.on('end', lost);
    await made.connect();
    client = made;
    return made;
  };
  await attempt(shown, connected);
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: statements of a transaction must not mix with others. */
  const inTurn = <T>(run: (on: Client) => Promise<T>): Promise<T> => {
    const mine = last.then(() => attempt(shown, async () => run(await connected())));
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    rows: (sql, values = []) => inTurn(async (on) => (await on.query<SqlRow>(numbered(sql), values.map(bytesOf))).rows),
    transaction: (statements) => inTurn((on) => transaction(on, statements)),
    close: async () => {
      await last;
      await client?.end();
    },
  };
}

async function transaction(client: Client, statements: readonly SqlStatement[]): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const { sql, values } of statements) await client.query(numbered(sql), values.map(bytesOf));
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function bytesOf(value: SqlValue): string | number | Buffer | null {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}

/** `?` as PostgreSQL writes it; none of our statements has one in a text. */
function numbered(sql: string): string {
  let number = 0;
  return sql.replaceAll('?', () => `$${(number += 1)}`);
}

async function attempt<T>(shown: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // A refused connection is one error for each of a name's addresses, and says nothing itself.
    const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
    const reason = first instanceof Error && first.message !== '' ? first.message : error.name;
    throw new DataError(`${shown}: ${reason.replace(/\s+/g, ' ')}`, { cause: error });
  }
}
