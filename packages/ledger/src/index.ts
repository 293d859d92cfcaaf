export { Ledger, type LedgerOptions } from './ledger.js';
export { OrderRecord } from './order-record.js';
export { TradeRecord } from './trade-record.js';
