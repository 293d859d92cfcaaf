import type { BookSnapshot, BookUpdate, MarketTraded } from '@fathom/contracts';
import type { BookState, OrderBook } from '@fathom/order-book';
import type { Gap } from '../gap.js';
import { microseconds } from '../microseconds.js';
import type { EncodedPair, RecordEncoder } from '../record-encoder.js';
import { RecordedLevels } from '../recorded-levels.js';
import type { RecordedPair } from '../recorded-pair.js';
import type { PairRecorder } from '../recording-writer.js';
import { decimalsOf } from '../units.js';
import type { PairEnd } from './pair-end.js';

/** One pair's part of a segment log. */
export class PairLog implements PairRecorder {
  sequence: number;
  lastReceivedUs: number | undefined;
  /** When the latest record of this run reached us, whatever became of the clock since then; 0 before any. */
  latestUs = 0;
  private readonly order: OrderBook;
  private readonly encoder: RecordEncoder;
  private readonly told: () => void;
  private encoded: EncodedPair;
  /** Filled anew for each message. */
  private readonly message = {
    kind: 'update' as 'update' | 'snapshot' | 'checkpoint',
    exchangeUs: 0,
    receivedUs: 0,
    state: 'unverifiable' as BookState,
    checksum: undefined as number | undefined,
    bids: new RecordedLevels(),
    asks: new RecordedLevels(),
  };

  constructor(
    pair: RecordedPair,
    order: OrderBook,
    end: PairEnd | undefined,
    encoder: RecordEncoder,
    told: () => void,
  ) {
    this.order = order;
    this.encoder = encoder;
    this.told = told;
    this.sequence = end?.sequence ?? 0;
    this.lastReceivedUs = end?.receivedUs;
    this.encoded = encoder.pair(pair, this.sequence);
  }

  get pair(): RecordedPair {
    return this.encoded.pair;
  }

  book(event: BookSnapshot | BookUpdate, state: BookState): void {
    const { message } = this;
    message.kind = event.type === 'book-snapshot' ? 'snapshot' : 'update';
    message.exchangeUs = microseconds(event.time);
    message.receivedUs = microseconds(event.receivedAt);
    message.state = state;
    message.checksum = event.checksum;
    if (!this.take(event)) this.takeAnew(event);
    this.encoder.book(this.encoded, message);
    this.counted(message.receivedUs);
  }

  /** A message without trades says nothing, and is none. */
  trades({ receivedAt, isSnapshot, trades }: MarketTraded): void {
    if (trades.length === 0) return;
    const receivedUs = microseconds(receivedAt);
    this.encoder.trades(this.encoded, receivedUs, isSnapshot, trades);
    this.counted(receivedUs);
  }

  gap(gap: Gap): void {
    this.encoder.gap(this.encoded, gap);
    this.told();
  }

  /** From where the session before ended to now nobody recorded: from its last message, or until when it is known to have been there. */
  gapsSince({ receivedUs, isStopped, stoppedUs = receivedUs, channels }: PairEnd, nowUs: number): void {
    const fromUs = Math.max(receivedUs, Math.min(stoppedUs, nowUs));
    const cause = isStopped ? 'stop' : 'crash';
    for (const channel of channels) {
      this.encoder.gap(this.encoded, {
        channel,
        cause,
        fromUs,
        toUs: Math.max(fromUs, nowUs),
        detail: isStopped ? 'recording was stopped' : 'the recorder died',
      });
    }
  }

  /** Begins a new stretch of records with the pair and its whole book. */
  restart(nowUs: number): void {
    const { message, order } = this;
    this.encoded = this.encoder.pair(this.pair, this.sequence);
    if (order.state === 'unverifiable') return;
    message.kind = 'checkpoint';
    message.receivedUs = this.lastReceivedUs ?? nowUs;
    message.exchangeUs = message.receivedUs;
    message.state = order.state;
    message.checksum = order.checksum;
    const levels = { bids: order.bids.levels(), asks: order.asks.levels() };
    if (!this.take(levels)) this.takeTexts(levels);
    this.encoder.book(this.encoded, message);
  }

  private take(event: Pick<BookUpdate, 'bids' | 'asks' | 'units'>): boolean {
    const { priceDecimals, quantityDecimals } = this.pair;
    const { units } = event;
    if (units?.priceDecimals === priceDecimals && units.quantityDecimals === quantityDecimals) {
      return this.message.bids.takeUnits(units.bids) && this.message.asks.takeUnits(units.asks);
    }
    const { bids, asks } = event;
    return (
      this.message.bids.take(bids, priceDecimals, quantityDecimals) &&
      this.message.asks.take(asks, priceDecimals, quantityDecimals)
    );
  }

  /** Digits that are not the pair's: a snapshot may bring a new precision, anything else is kept as text. */
  private takeAnew(event: BookSnapshot | BookUpdate): void {
    const first = event.bids[0] ?? event.asks[0];
    if (event.type === 'book-snapshot' && first !== undefined) {
      const { pair } = this;
      const [priceDecimals, quantityDecimals] = [decimalsOf(first.price), decimalsOf(first.quantity)];
      if (priceDecimals <= 22 && quantityDecimals <= 22) {
        const { bids, asks } = this.message;
        if (
          bids.take(event.bids, priceDecimals, quantityDecimals) &&
          asks.take(event.asks, priceDecimals, quantityDecimals)
        ) {
          this.encoded = this.encoder.precision(
            this.encoded,
            { ...pair, priceDecimals, quantityDecimals },
            this.sequence,
          );
          return;
        }
      }
    }
    this.takeTexts(event);
  }

  private takeTexts({ bids, asks }: Pick<BookUpdate, 'bids' | 'asks'>): void {
    const { message } = this;
    message.bids.clear();
    message.asks.clear();
    message.bids.texts = bids;
    message.asks.texts = asks;
  }

  private counted(receivedUs: number): void {
    this.sequence += 1;
    this.lastReceivedUs = receivedUs;
    if (receivedUs > this.latestUs) this.latestUs = receivedUs;
    this.told();
  }
}
