import type { PartCollector } from '../archive/part-shelf.js';
import type { BookRecord } from '../book-record.js';
import { ChecksumProof, ContentDigest } from '../content-digest.js';
import { type EncodedPair, RecordEncoder } from '../record-encoder.js';
import type { FrameRecord, TradesRecord } from '../record-sink.js';
import type { RecordedPair } from '../recorded-pair.js';

/** Records that can be read without those before. */
export interface Block {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstUs: number;
  /** `ChecksumProof` of its verified messages; undefined when there is none. */
  readonly proof: number | undefined;
  readonly body: Uint8Array;
}

const RECORDS_A_BLOCK = 1000;

/** Writes what goes into a part as blocks: no checksums but of messages that were not verified. */
export class BlockCollector implements PartCollector {
  readonly digest = new ContentDigest();
  readonly states = { verified: 0, suspect: 0, unverifiable: 0 };
  firstSequence = 0;
  lastSequence = 0;
  firstUs = 0;
  lastUs = 0;
  messages = 0;
  rows = 0;
  textRows = 0;
  private readonly pair: RecordedPair;
  private readonly encoder = new RecordEncoder();
  private readonly proof = new ChecksumProof();
  private readonly blocks: Block[] = [];
  private encoded: EncodedPair | undefined;
  private records = 0;
  private blockSequence = 0;
  private blockUs = 0;

  constructor(pair: RecordedPair) {
    this.pair = pair;
  }

  book(record: BookRecord, checksum: number): void {
    this.digest.add(record);
    const { kind, exchangeUs, receivedUs, state, bids, asks, sequence } = record;
    const pair = this.begin(sequence, receivedUs, kind === 'checkpoint' ? sequence : sequence - 1);
    const stored = state === 'verified' ? undefined : record.checksum;
    this.encoder.book(pair, { kind, exchangeUs, receivedUs, state, checksum: stored, bids, asks });
    this.rows += Math.max(1, bids.count + asks.count);
    this.textRows += (bids.texts?.length ?? 0) + (asks.texts?.length ?? 0);
    if (kind !== 'checkpoint') {
      this.messages += 1;
      this.states[state] += 1;
      if (state === 'verified') this.proof.add(checksum);
    }
    this.end();
  }

  trades({ sequence, receivedUs, isSnapshot, trades }: TradesRecord): void {
    this.encoder.trades(this.begin(sequence, receivedUs, sequence - 1), receivedUs, isSnapshot, trades);
    this.rows += trades.length;
    this.messages += 1;
    this.end();
  }

  frame(frame: FrameRecord): void {
    this.begin(0, frame.receivedUs, 0);
    this.encoder.frame(frame);
    this.rows += 1;
    this.messages += 1;
    this.end();
  }

  /** All blocks; nothing more is taken. */
  finish(): readonly Block[] {
    if (this.records > 0) this.cut();
    return this.blocks;
  }

  async abandon(): Promise<void> {}

  /** @param before the sequence that the record before it would have. */
  private begin(sequence: number, us: number, before: number): EncodedPair {
    if (this.rows === 0) {
      this.firstSequence = sequence;
      this.firstUs = us;
    }
    if (this.encoded === undefined) {
      this.encoder.restart();
      this.encoded = this.encoder.pair(this.pair, before);
      this.blockSequence = sequence;
      this.blockUs = us;
    } else if (before > this.lastSequence) {
      // Numbers of what lies in other parts: trades among books, books among trades.
      this.encoder.skip(this.encoded, before - this.lastSequence);
    }
    this.lastSequence = sequence;
    this.lastUs = Math.max(this.lastUs, us);
    return this.encoded;
  }

  private end(): void {
    this.records += 1;
    if (this.records >= RECORDS_A_BLOCK) this.cut();
  }

  private cut(): void {
    const { out } = this.encoder;
    this.blocks.push({
      firstSequence: this.blockSequence,
      lastSequence: this.lastSequence,
      firstUs: this.blockUs,
      proof: this.proof.count > 0 ? this.proof.take() : undefined,
      body: out.bytes.slice(0, out.size),
    });
    out.size = 0;
    this.records = 0;
    this.encoded = undefined;
  }
}
