/**
 * What PostgreSQL has besides the catalogue's own tables: the parts themselves, as blocks of records, and functions that
 * read them, for the views of `pairViews`. Steps as those of the catalogue.
 */
export const BLOCK_MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE block (
      part TEXT NOT NULL, number INTEGER NOT NULL, first_sequence BIGINT NOT NULL, last_sequence BIGINT NOT NULL,
      first_us BIGINT NOT NULL, proof BIGINT, body BYTEA NOT NULL,
      PRIMARY KEY (part, number))`,
    // Seven bits a byte, the lowest first.
    `CREATE FUNCTION fathom_varint(body BYTEA, at INTEGER, OUT value BIGINT, OUT next INTEGER) AS $$
    DECLARE byte INTEGER; shift INTEGER := 0;
    BEGIN
      value := 0; next := at;
      LOOP
        byte := get_byte(body, next);
        next := next + 1;
        value := value | ((byte & 127)::BIGINT << shift);
        EXIT WHEN byte < 128;
        shift := shift + 7;
      END LOOP;
    END $$ LANGUAGE plpgsql IMMUTABLE STRICT`,
    `CREATE FUNCTION fathom_signed(body BYTEA, at INTEGER, OUT value BIGINT, OUT next INTEGER) AS $$
    BEGIN
      SELECT v.value, v.next INTO value, next FROM fathom_varint(body, at) v;
      value := CASE WHEN value % 2 = 1 THEN -(value / 2) - 1 ELSE value / 2 END;
    END $$ LANGUAGE plpgsql IMMUTABLE STRICT`,
    // A block's records as rows: one a level, one a trade. See RecordDecoder, which this follows.
    `CREATE FUNCTION fathom_rows(body BYTEA) RETURNS TABLE (
      seq BIGINT, line INTEGER, is_bid BOOLEAN, price NUMERIC, size NUMERIC, exchange_us BIGINT, trade_id BIGINT,
      type TEXT) AS $$
    DECLARE
      ends INTEGER := length(body); at INTEGER := 0; head INTEGER; kind INTEGER;
      v RECORD; note JSONB; price_scale NUMERIC; size_scale NUMERIC; sequence BIGINT := 0; received BIGINT := 0;
      latency BIGINT := 0; last_bid BIGINT := 0; last_ask BIGINT := 0; bids BIGINT; asks BIGINT; count BIGINT;
      ticks BIGINT; traded BIGINT; id BIGINT; flags INTEGER; decimals INTEGER; texts TEXT[];
    BEGIN
      WHILE at < ends LOOP
        head := get_byte(body, at); at := at + 1; kind := head & 7;
        IF kind = 4 THEN
          v := fathom_varint(body, at); at := v.next;
          note := convert_from(substring(body FROM at + 1 FOR v.value::INTEGER), 'UTF8')::JSONB;
          at := at + v.value::INTEGER;
          IF note ->> 'type' = 'pair' THEN
            sequence := (note ->> 'sequence')::BIGINT;
            price_scale := power(10::NUMERIC, -(note ->> 'priceDecimals')::INTEGER);
            size_scale := power(10::NUMERIC, -(note ->> 'quantityDecimals')::INTEGER);
          END IF;
        ELSIF kind = 5 THEN
          v := fathom_varint(body, at); v := fathom_varint(body, v.next); at := v.next;
          sequence := sequence + v.value;
        ELSIF kind = 3 THEN
          v := fathom_varint(body, at); v := fathom_signed(body, v.next); at := v.next;
          received := received + v.value; sequence := sequence + 1; seq := sequence; type := 'trade';
          v := fathom_varint(body, at); at := v.next; count := v.value; traded := received; id := 0;
          FOR i IN 1..count LOOP
            flags := get_byte(body, at); v := fathom_signed(body, at + 1); at := v.next; traded := traded + v.value;
            IF flags & 4 > 0 THEN v := fathom_signed(body, at); at := v.next; id := id + v.value; END IF;
            trade_id := CASE WHEN flags & 4 > 0 THEN id END;
            texts := ARRAY[]::TEXT[];
            FOR j IN 1..2 LOOP
              decimals := get_byte(body, at); v := fathom_varint(body, at + 1); at := v.next;
              IF decimals = 255 THEN
                texts := texts || convert_from(substring(body FROM at + 1 FOR v.value::INTEGER), 'UTF8');
                at := at + v.value::INTEGER;
              ELSE
                texts := texts || (v.value * power(10::NUMERIC, -decimals))::TEXT;
              END IF;
            END LOOP;
            line := i; is_bid := CASE flags & 3 WHEN 1 THEN TRUE WHEN 2 THEN FALSE END;
            price := trim_scale(texts[1]::NUMERIC); size := trim_scale(texts[2]::NUMERIC); exchange_us := traded;
            RETURN NEXT;
          END LOOP;
        ELSE
          IF head & 32 = 0 THEN v := fathom_varint(body, at); at := v.next; END IF;
          v := fathom_signed(body, at); received := received + v.value;
          v := fathom_signed(body, v.next); latency := latency + v.value; at := v.next;
          IF kind <> 2 THEN sequence := sequence + 1; END IF;
          seq := sequence; line := 0; exchange_us := received - latency; trade_id := NULL;
          type := (ARRAY['update', 'snapshot', 'checkpoint'])[kind + 1];
          IF head & 64 = 0 THEN
            bids := get_byte(body, at); at := at + 1;
            IF bids = 255 THEN
              v := fathom_varint(body, at); bids := v.value; v := fathom_varint(body, v.next); asks := v.value; at := v.next;
            ELSE
              asks := bids & 15; bids := bids >> 4;
            END IF;
            FOR i IN 1..(bids + asks) LOOP
              is_bid := i <= bids;
              v := fathom_signed(body, at); ticks := CASE WHEN is_bid THEN last_bid ELSE last_ask END + v.value;
              IF is_bid THEN last_bid := ticks; ELSE last_ask := ticks; END IF;
              v := fathom_varint(body, v.next); at := v.next; line := line + 1;
              price := round(ticks * price_scale, -round(log(price_scale))::INTEGER);
              size := round(v.value * size_scale, -round(log(size_scale))::INTEGER);
              IF kind <> 2 THEN RETURN NEXT; END IF;
            END LOOP;
          ELSE
            FOR s IN 1..2 LOOP
              v := fathom_varint(body, at); at := v.next; count := v.value;
              FOR i IN 1..count LOOP
                v := fathom_varint(body, at);
                price := convert_from(substring(body FROM v.next + 1 FOR v.value::INTEGER), 'UTF8')::NUMERIC;
                v := fathom_varint(body, v.next + v.value::INTEGER);
                size := convert_from(substring(body FROM v.next + 1 FOR v.value::INTEGER), 'UTF8')::NUMERIC;
                at := v.next + v.value::INTEGER; is_bid := s = 1; line := line + 1;
                IF kind <> 2 THEN RETURN NEXT; END IF;
              END LOOP;
            END LOOP;
          END IF;
          IF head & 128 > 0 THEN at := at + 4; END IF;
        END IF;
      END LOOP;
    END $$ LANGUAGE plpgsql IMMUTABLE STRICT`,
  ],
];

/** The original's tables of a pair, as views: `orderbook_xxbtzusd` and `orderbook_snapshot_xxbtzusd`. */
export function pairViews(pair: string): string[] {
  const name = pair.toLowerCase().replace(/[^a-z0-9_]/g, '_');
  const text = `'${pair.replaceAll("'", "''")}'`;
  return [
    `CREATE OR REPLACE VIEW orderbook_${name} AS
     SELECT r.seq * 10000 + r.line AS id, r.seq, r.is_bid, r.price, r.size, to_timestamp(r.exchange_us / 1000000.0) AS ts,
       r.trade_id, r.type
     FROM part p JOIN block b ON b.part = p.path CROSS JOIN LATERAL fathom_rows(b.body) r
     WHERE p.pair = ${text}`,
    `CREATE OR REPLACE VIEW orderbook_snapshot_${name} AS
     SELECT c.sequence AS id, c.sequence AS seq, c.book::JSON AS snapshot FROM checkpoint c WHERE c.pair = ${text}`,
  ];
}
