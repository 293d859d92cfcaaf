import type { Gap } from '../gap.js';
import type { PairEnd } from '../segment/pair-end.js';
import type { Part } from './part.js';

/** A book as it was, from which reading can begin. */
export interface Checkpoint {
  readonly pair: string;
  /** Of the last message in it. */
  readonly sequence: number;
  readonly receivedUs: number;
  /** `{"state":"verified","bids":[["63388.7","0.5"]],"asks":[]}`, best first, digits as received. */
  readonly book: string;
}

export interface PairGap extends Gap {
  readonly pair: string;
}

/** A run of a recorder. */
export interface Session {
  readonly name: string;
  readonly program: string;
  readonly startedUs: number;
  /** Undefined while it runs, and when it died. */
  readonly stoppedUs: number | undefined;
  /** Why it stopped; empty when it did not. */
  readonly reason: string;
}

/** The precision of a pair from an instant on. */
export interface Precision {
  readonly pair: string;
  readonly name: string;
  readonly fromUs: number;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

/** A segment that has gone into the archive. */
export interface ArchivedSegment {
  /** Its file's name. */
  readonly name: string;
  readonly archivedUs: number;
  readonly messages: number;
  readonly bytes: number;
  /** What of it was damaged and is missing; empty when nothing was. */
  readonly damage: string;
}

/** Everything a segment has become, told at once. */
export interface Archived {
  readonly segment: ArchivedSegment;
  readonly parts: readonly Part[];
  readonly gaps: readonly PairGap[];
  readonly checkpoints: readonly Checkpoint[];
  readonly sessions: readonly Session[];
  readonly precisions: readonly Precision[];
}

/** Which of something is meant; without a field, all. */
export interface Range {
  /** The pair's id. */
  readonly pair?: string;
  /** Receipt from here on, microseconds since 1970 UTC. */
  readonly fromUs?: number;
  /** … to before here. */
  readonly toUs?: number;
}

/** What is in the archive, and what is missing. All calls throw a `DataError` when the catalogue cannot be used. */
export interface ReadCatalogue {
  /** Those that have something of the range, by pair, then first sequence. */
  parts(range?: Range): Promise<Part[]>;
  /** The latest one received at or before an instant. */
  checkpoint(pair: string, us: number): Promise<Checkpoint | undefined>;
  /** Those that overlap the range, by pair, then time. */
  gaps(range?: Range): Promise<PairGap[]>;
  sessions(): Promise<Session[]>;
  segments(): Promise<ArchivedSegment[]>;
  precisions(pair?: string): Promise<Precision[]>;
  close(): Promise<void>;
}

/** One that can be written to. */
export interface Catalogue extends ReadCatalogue {
  /** All of it or nothing. The same again changes nothing. */
  archive(archived: Archived): Promise<void>;
  /** All of it or nothing: `part` holds what `instead` held. */
  replaceParts(part: Part, instead: readonly Part[]): Promise<void>;
  /** Forgets parts, and the checkpoints that lead into them. */
  removeParts(parts: readonly Part[]): Promise<void>;
  /** Where each pair, by id, ends. */
  ends(): Promise<Map<string, PairEnd>>;
}
