import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DataError } from '@fathom/contracts';
import { loadDuck } from './load-duck.js';

export interface DuckOptions {
  /** How much memory it may use; beyond it data goes to `folder`. */
  readonly megabytes: number;
  /** For what does not fit. */
  readonly folder: string;
}

/** DuckDB within this process, for Parquet. */
export class Duck {
  readonly connection: DuckDBConnection;
  private readonly instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.instance = instance;
    this.connection = connection;
  }

  static async open({ megabytes, folder }: DuckOptions): Promise<Duck> {
    const { DuckDBInstance: Instance } = loadDuck();
    const instance = await Instance.create(':memory:', {
      threads: '1',
      memory_limit: `${megabytes}MB`,
      temp_directory: folder,
      // Nothing is fetched from anywhere.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new Duck(instance, await instance.connect());
  }

  /** Another connection: one streams one result at a time. Whoever asks for it closes it. */
  connect(): Promise<DuckDBConnection> {
    return this.instance.connect();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Runs it; what DuckDB says about a file becomes one line. */
export async function duckAttempt<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DataError || !(error instanceof Error)) throw error;
    throw new DataError(`${error.message.split('\n', 1)[0] ?? ''} while ${doing}`, { cause: error });
  }
}
