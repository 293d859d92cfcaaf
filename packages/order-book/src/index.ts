export { bookChecksum } from './book-checksum.js';
export type { BookSide } from './book-side.js';
export { crc32 } from './crc32.js';
export type { DepthWalk } from './depth-walk.js';
export { type BookMessage, type BookState, OrderBook, type UnitLevels, type UnitMessage } from './order-book.js';
