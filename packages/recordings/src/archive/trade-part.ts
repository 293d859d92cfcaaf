import { Decimal, type MarketTrade, unitsText } from '@fathom/contracts';
import { type Part, pairOf } from '../catalogue/part.js';
import { TradeDigest } from '../content-digest.js';
import { milliseconds } from '../microseconds.js';
import type { TradesRecord } from '../record-sink.js';
import type { RecordedPair } from '../recorded-pair.js';
import { decimalsOf, unitsOf } from '../units.js';
import { checkCount } from './check-count.js';
import { type Duck, duckAttempt, quoted } from './duck.js';
import { RowBuffer } from './row-buffer.js';
import { loadDuck } from './load-duck.js';

const FLAGS = { sell: 1, snapshot: 2, noSide: 4 } as const;

/** Collects the market trades of one part and writes them as Parquet, one row a trade. */
export class TradePartWriter {
  readonly pair: RecordedPair;
  firstSequence = 0;
  lastSequence = 0;
  firstUs = 0;
  lastUs = 0;
  messages = 0;
  rows = 0;
  textRows = 0;
  /** Of what is to be read again. */
  readonly digest = new TradeDigest();
  private readonly duck: Duck;
  private readonly buffer: RowBuffer;

  private constructor(duck: Duck, pair: RecordedPair, buffer: RowBuffer) {
    this.duck = duck;
    this.pair = pair;
    this.buffer = buffer;
  }

  static async create(duck: Duck, pair: RecordedPair, table: string): Promise<TradePartWriter> {
    const { DOUBLE, UTINYINT, VARCHAR } = loadDuck();
    const buffer = await RowBuffer.create(duck.connection, table, [
      ['sequence', DOUBLE],
      ['exchange_us', DOUBLE],
      ['received_us', DOUBLE],
      ['trade_id', DOUBLE],
      ['price', DOUBLE],
      ['quantity', DOUBLE],
      ['flags', UTINYINT],
      ['price_text', VARCHAR],
      ['quantity_text', VARCHAR],
    ]);
    return new TradePartWriter(duck, pair, buffer);
  }

  trades(record: TradesRecord): void {
    const { sequence, receivedUs, isSnapshot, trades } = record;
    // Of an older Fathom. Without a row it cannot be read again.
    if (trades.length === 0) return;
    if (this.messages === 0) {
      this.firstSequence = sequence;
      this.firstUs = receivedUs;
    }
    this.digest.add(record);
    this.messages += 1;
    this.lastSequence = sequence;
    this.lastUs = Math.max(this.lastUs, receivedUs);
    for (const trade of trades) {
      const priceText = Decimal.fromNumber(trade.price).toString();
      const quantityText = trade.quantity.toString();
      const price = padded(priceText, this.pair.priceDecimals);
      const quantity = padded(quantityText, this.pair.quantityDecimals);
      const isText = price < 0 || quantity < 0;
      if (isText) this.textRows += 1;
      this.rows += 1;
      this.buffer.add([
        sequence,
        Math.round(trade.time * 1000),
        receivedUs,
        trade.id ?? null,
        isText ? null : price,
        isText ? null : quantity,
        (trade.side === 'sell' ? FLAGS.sell : trade.side === undefined ? FLAGS.noSide : 0) |
          (isSnapshot ? FLAGS.snapshot : 0),
        isText ? priceText : null,
        isText ? quantityText : null,
      ]);
    }
  }

  /** Forgets what came. */
  async abandon(): Promise<void> {
    this.buffer.finish();
    await this.duck.connection.run(`DROP TABLE ${this.buffer.table}`);
  }

  async write(path: string): Promise<void> {
    this.buffer.finish();
    const { connection } = this.duck;
    const { name, id, priceDecimals, quantityDecimals } = this.pair;
    await connection.run(
      `COPY (SELECT CAST(sequence AS BIGINT) AS sequence, CAST(exchange_us AS BIGINT) AS exchange_us,
        CAST(received_us AS BIGINT) AS received_us, CAST(trade_id AS BIGINT) AS trade_id,
        CAST(price AS BIGINT) AS price, CAST(quantity AS BIGINT) AS quantity, flags, price_text, quantity_text
        FROM ${this.buffer.table})
       TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {
        format: 'fathom trades 1', exchange: 'kraken', pair: ${quoted(name)}, id: ${quoted(id)},
        price_decimals: '${priceDecimals}', quantity_decimals: '${quantityDecimals}'})`,
    );
    await connection.run(`DROP TABLE ${this.buffer.table}`);
  }
}

/** Reads a part's market trades of higher sequence than `afterSequence`, a few thousand in memory at a time. */
export async function* readTradePart(
  duck: Duck,
  path: string,
  part: Part,
  afterSequence = 0,
): AsyncGenerator<TradesRecord, void, undefined> {
  const doing = `reading ${path}`;
  const connection = await duck.connect();
  try {
    const result = await duckAttempt(doing, () =>
      connection.stream(
        `SELECT CAST(sequence AS DOUBLE), CAST(exchange_us AS DOUBLE), CAST(received_us AS DOUBLE), CAST(trade_id AS DOUBLE),
        CAST(price AS DOUBLE), CAST(quantity AS DOUBLE), flags, price_text, quantity_text
       FROM read_parquet(${quoted(path)}, hive_partitioning = false) WHERE sequence > ${afterSequence}`,
      ),
    );
    const pair = pairOf(part);
    let messages = 0;
    let open: (TradesRecord & { trades: MarketTrade[] }) | undefined;
    for (;;) {
      const chunk = await duckAttempt(doing, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      for (const row of chunk.getRows()) {
        const [sequence, exchangeUs, receivedUs, id, price, quantity, flags, priceText, quantityText] = row;
        if (open?.sequence !== Number(sequence)) {
          if (open !== undefined) yield open;
          messages += 1;
          const isSnapshot = (Number(flags) & FLAGS.snapshot) !== 0;
          open = { pair, sequence: Number(sequence), receivedUs: Number(receivedUs), isSnapshot, trades: [] };
        }
        open.trades.push({
          time: milliseconds(Number(exchangeUs)),
          price: Number(digits(price, priceText, pair.priceDecimals)),
          quantity: Decimal.parse(digits(quantity, quantityText, pair.quantityDecimals)),
          ...(id === null ? {} : { id: Number(id) }),
          ...((Number(flags) & FLAGS.noSide) !== 0
            ? {}
            : { side: (Number(flags) & FLAGS.sell) !== 0 ? 'sell' : 'buy' }),
        });
      }
    }
    if (open !== undefined) yield open;
    if (afterSequence < part.firstSequence) checkCount(path, part, messages);
  } finally {
    connection.closeSync();
  }
}

function digits(units: unknown, text: unknown, decimals: number): string {
  return typeof text === 'string' ? text : unitsText(Number(units), decimals);
}

/** Digits after the point may be fewer than the pair has. −1 where they are more, or there are too many in all. */
function padded(text: string, decimals: number): number {
  const missing = decimals - decimalsOf(text);
  if (missing < 0 || missing > 22) return -1;
  const point = missing > 0 && !text.includes('.') ? '.' : '';
  return unitsOf(`${text}${point}${'0'.repeat(missing)}`, decimals);
}
