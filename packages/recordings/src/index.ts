export type { BookAt, ReplayRange } from './archive/book-replay.js';
export { type Compacted, type CompactOptions, compact } from './archive/compact.js';
export { type Contents, contents, type PairContents } from './archive/contents.js';
export { exportParquet, exportText } from './archive/export-books.js';
export type { MissingRecords } from './archive/missing-records.js';
export { type Pruned, type PruneOptions, prune } from './archive/prune.js';
export type { SealedSegment } from './archive/seal-segment.js';
export { type Verification, type VerifyOptions, verify } from './archive/verification.js';
export type { VerifiedDay } from './archive/verified-days.js';
export type { WalkSink } from './archive/walk-records.js';
export { BookRecord, type BookRecordKind } from './book-record.js';
export type {
  ArchivedSegment,
  Catalogue,
  Checkpoint,
  PairGap,
  Precision,
  Range,
  ReadCatalogue,
  Session,
} from './catalogue/catalogue.js';
export type { Part, PartKind } from './catalogue/part.js';
export { type RecordedFrame, readFrameFile } from './frame-file.js';
export { GAP_CAUSES, type Gap, type GapCause } from './gap.js';
export type { FrameRecord, RecordSink, SessionRecord, TradesRecord } from './record-sink.js';
export type { RecordedLevels } from './recorded-levels.js';
export type { RecordedPair } from './recorded-pair.js';
export { Recording, type RecordingOptions, sealFolder } from './recording.js';
export { RecordingArchive } from './recording-archive.js';
export type { PairRecorder, RecordingWriter, WriterFigures } from './recording-writer.js';
export type { FramesEnd } from './segment/frame-reader.js';
export type { PairEnd } from './segment/pair-end.js';
export { readSegment } from './segment/read-segment.js';
export { recoverSegment, type SegmentCut } from './segment/recover-segment.js';
export { SegmentLog, type SegmentLogOptions } from './segment/segment-log.js';
export { type StoreFlags, storeOf } from './store-address.js';
export { UnsealedError } from './unsealed-error.js';
