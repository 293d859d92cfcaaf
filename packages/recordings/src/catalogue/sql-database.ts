export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, unknown>>;

export interface SqlStatement {
  /** `?` stands for a value, in order. */
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What SQLite and PostgreSQL have in common, as far as the catalogue needs it. Whole numbers come as numbers. */
export interface SqlDatabase {
  rows(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]>;
  /** All of them or none. */
  transaction(statements: readonly SqlStatement[]): Promise<void>;
  close(): Promise<void>;
}
