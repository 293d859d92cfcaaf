/**
 * The steps from nothing to today's catalogue, in SQL that SQLite and PostgreSQL both understand; `about` says how many
 * were taken. A step that was released is never changed, only followed by another.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE instrument (
      pair TEXT NOT NULL, name TEXT NOT NULL, from_us BIGINT NOT NULL,
      price_decimals INTEGER NOT NULL, quantity_decimals INTEGER NOT NULL,
      PRIMARY KEY (pair, from_us))`,
    `CREATE TABLE session (
      name TEXT PRIMARY KEY, program TEXT NOT NULL, started_us BIGINT NOT NULL, stopped_us BIGINT,
      reason TEXT NOT NULL)`,
    `CREATE TABLE segment (
      name TEXT PRIMARY KEY, archived_us BIGINT NOT NULL, messages BIGINT NOT NULL, bytes BIGINT NOT NULL,
      damage TEXT NOT NULL)`,
    `CREATE TABLE part (
      path TEXT PRIMARY KEY, kind TEXT NOT NULL, pair TEXT NOT NULL, name TEXT NOT NULL, day TEXT NOT NULL,
      depth INTEGER NOT NULL, price_decimals INTEGER NOT NULL, quantity_decimals INTEGER NOT NULL,
      first_sequence BIGINT NOT NULL, last_sequence BIGINT NOT NULL, first_us BIGINT NOT NULL, last_us BIGINT NOT NULL,
      messages BIGINT NOT NULL, verified BIGINT NOT NULL, suspect BIGINT NOT NULL, unverifiable BIGINT NOT NULL,
      level_rows BIGINT NOT NULL, text_rows BIGINT NOT NULL, bytes BIGINT NOT NULL, digest BIGINT NOT NULL,
      sha256 TEXT NOT NULL)`,
    'CREATE INDEX part_of_pair ON part (pair, first_us)',
    `CREATE TABLE gap (
      pair TEXT NOT NULL, channel TEXT NOT NULL, cause TEXT NOT NULL, from_us BIGINT NOT NULL, to_us BIGINT NOT NULL,
      detail TEXT NOT NULL,
      PRIMARY KEY (pair, channel, from_us, cause))`,
    `CREATE TABLE checkpoint (
      pair TEXT NOT NULL, sequence BIGINT NOT NULL, received_us BIGINT NOT NULL, book TEXT NOT NULL,
      PRIMARY KEY (pair, sequence))`,
    'CREATE INDEX checkpoint_at ON checkpoint (pair, received_us)',
  ],
];
