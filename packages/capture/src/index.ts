export { Capture, type CaptureOptions, type CaptureSubscription } from './capture.js';
export type { CaptureLog } from './capture-log.js';
export type { CaptureFigures } from './figures.js';
export type { ClosedGap, Gap, GapCause } from './gap.js';
