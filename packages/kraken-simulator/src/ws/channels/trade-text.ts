import type { Instrument } from '@fathom/contracts';
import type { Print } from '../../market/print.js';
import { timestamp } from '../timestamp.js';

/** Prints a snapshot holds (docs.kraken.com, Spot WebSocket v2, Trades). */
export const SNAPSHOT_PRINTS = 50;

/** A `trade` frame. */
export function tradeText(type: 'snapshot' | 'update', prints: readonly Print[], instrument: Instrument): string {
  const rows = prints.map((print) => {
    const price = print.price.toFixed(instrument.priceDecimals);
    const quantity = print.quantity.toFixed(instrument.quantityDecimals);
    const what = `"side":"${print.side}","price":${price},"qty":${quantity},"ord_type":"${print.orderType}"`;
    return `{"symbol":"${instrument.name}",${what},"trade_id":${print.id},"timestamp":"${timestamp(print.time)}"}`;
  });
  return `{"channel":"trade","type":"${type}","data":[${rows.join(',')}]}`;
}
