export type { Account } from './account.js';
export type { FeeRates } from './fees.js';
export { Simulator, type SimulatorOptions, type TakenOver } from './simulator.js';
export { Slippage } from './slippage.js';
export type { VenueLevel } from './venue/displayed-side.js';
export { type FeeTier, feesByVolume } from './venue/fees-by-volume.js';
export { refusalText } from './venue/refusal-text.js';
export { VenueExecution, type VenueExecutionOptions } from './venue/venue-execution.js';
export { usualMarginRates } from './venue/usual-margin-rates.js';
export { Venue, type VenueBook } from './venue/venue.js';
export type { MarginSummary, VenueBalance, VenueLedgerEntry, VenuePosition } from './venue/venue-account-types.js';
export type {
  VenueBalanceChanged,
  VenueCloseRefused,
  VenueEvent,
  VenueMarginCalled,
  VenueOrderAccepted,
  VenueOrderAmended,
  VenueOrderCanceled,
  VenueOrderCompleted,
  VenueOrderExpired,
  VenueOrderFilled,
  VenueOrderOpened,
  VenueOrderTriggered,
} from './venue/venue-event.js';
export type { VenueFill } from './venue/venue-fill.js';
export type { MarketMode, VenueInstrument } from './venue/venue-instrument.js';
export type {
  AmendRequest,
  CancelReason,
  OrderKey,
  VenueOrder,
  VenueOrderRequest,
  VenueOrderSpec,
  VenueOrderStatus,
} from './venue/venue-order.js';
export type { IdKind, MarginRates, StartingPosition, VenueOptions } from './venue/venue-options.js';
export type { OrderField, VenueRefusal } from './venue/venue-refusal.js';
export type { VenueResult } from './venue/venue-result.js';
