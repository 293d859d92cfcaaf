/**
 * The steps from an empty file to today's ledger; the file's `user_version` says how many it has taken. A step that was
 * released is never changed, only followed by another.
 *
 * Events are the one truth. Orders, fills and trades are views of them, so they cannot disagree with them.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    time REAL NOT NULL,
    type TEXT NOT NULL,
    order_id TEXT GENERATED ALWAYS AS (coalesce(body ->> '$.clientOrderId', body ->> '$.order.clientOrderId')) VIRTUAL,
    body TEXT NOT NULL
  );
  CREATE INDEX events_of_order ON events (order_id, sequence);
  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are never changed'); END;
  CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are never removed'); END;

  CREATE VIEW orders AS
  SELECT
    intended.order_id AS client_order_id,
    (SELECT body ->> '$.exchangeOrderId' FROM events
      WHERE order_id = intended.order_id AND type = 'order-accepted' ORDER BY sequence DESC LIMIT 1) AS exchange_order_id,
    intended.body ->> '$.tradeId' AS trade_id,
    intended.body ->> '$.purpose' AS purpose,
    intended.body ->> '$.reason' AS reason,
    intended.body ->> '$.order.type' AS type,
    intended.body ->> '$.order.side' AS side,
    intended.body ->> '$.order.quantity' AS quantity,
    intended.body ->> '$.order.price' AS price,
    intended.time AS intended_at,
    (SELECT type FROM events WHERE order_id = intended.order_id ORDER BY sequence DESC LIMIT 1) AS last_event,
    (SELECT time FROM events WHERE order_id = intended.order_id ORDER BY sequence DESC LIMIT 1) AS last_event_at
  FROM events intended WHERE intended.type = 'order-intended';

  CREATE VIEW fills AS
  SELECT
    sequence,
    order_id AS client_order_id,
    body ->> '$.fill.time' AS time,
    body ->> '$.fill.price' AS price,
    body ->> '$.fill.quantity' AS quantity,
    body ->> '$.fill.cost' AS cost,
    body ->> '$.fill.fee' AS fee,
    body ->> '$.fill.liquidity' AS liquidity
  FROM events WHERE type = 'order-filled';

  CREATE VIEW trades AS
  SELECT
    orders.trade_id,
    min(CASE WHEN orders.purpose = 'entry' THEN fills.time END) AS opened_at,
    max(CASE WHEN orders.purpose <> 'entry' THEN fills.time END) AS last_exit_at,
    group_concat(DISTINCT CASE WHEN orders.purpose = 'entry' THEN orders.exchange_order_id END) AS entry_orders,
    group_concat(DISTINCT CASE WHEN orders.purpose <> 'entry' THEN orders.exchange_order_id END) AS exit_orders,
    count(*) AS fills
  FROM fills JOIN orders USING (client_order_id) GROUP BY orders.trade_id;
  `,
];
