export { type FeeTier, feeSchedule, feeTier } from './kraken/fee-schedule.js';
export { altnameOf, findInstrument, instrumentIds, recordedOn } from './kraken/instruments.js';
