import type { Gap } from '../gap.js';

/** Where a pair's count goes on. */
export interface PairEnd {
  readonly sequence: number;
  readonly receivedUs: number;
  /** Whether recording ended in good order after it. */
  readonly isStopped: boolean;
  /** When the recorder that had received it stopped: until then it was there. Undefined when it did not, or it is not known. */
  readonly stoppedUs?: number;
  /** What was recorded of it. */
  readonly channels: readonly Gap['channel'][];
}
