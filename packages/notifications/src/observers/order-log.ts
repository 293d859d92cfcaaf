import {
  type AmendIntended,
  Decimal,
  type Instrument,
  type LogFields,
  type Logger,
  type OrderChange,
  type OrderEvent,
  type OrderIntended,
  type OrderLost,
  type OrderRequest,
} from '@fathom/contracts';
import type { Observation, Observer } from './observation.js';

/** Orders whose trade is remembered, for lines about them. */
const REMEMBERED = 1_024;

/** What `OrderLog` needs. */
export interface OrderLogOptions {
  readonly log: Logger;
  readonly instrument: Instrument;
}

/**
 * A line for each step of an order, from the signal to the last fill. All lines of a trade carry its id, in the text and as
 * the field `trade`, and the order's own as `order`.
 */
export class OrderLog implements Observer {
  readonly #log: Logger;
  readonly #instrument: Instrument;
  readonly #trades = new Map<string, string>();

  constructor({ log, instrument }: OrderLogOptions) {
    this.#log = log;
    this.#instrument = instrument;
  }

  observe(event: Observation): void {
    if (event.type === 'order-intended') this.#intended(event);
    else if ('clientOrderId' in event) this.#order(event);
    else if (event.type === 'signal-refused') {
      const { signal, reason, rule } = event;
      const price = Decimal.rounded(signal.price, this.#instrument.priceDecimals).toString();
      this.#log.warn(`Entry refused: ${reason} (${signal.side} @ ${price}: ${signal.reason})`, { rule });
    } else if (event.type === 'exit-decided') {
      this.#log.info(`Trade ${event.tradeId} is to be closed: ${event.reason}`, { trade: event.tradeId });
    }
  }

  #intended({ order, purpose, tradeId, reason }: OrderIntended): void {
    this.#trades.set(order.clientOrderId, tradeId);
    const [oldest] = this.#trades.keys();
    if (this.#trades.size > REMEMBERED && oldest !== undefined) this.#trades.delete(oldest);
    const { base } = this.#instrument;
    const what = `${order.side} ${order.quantity.toString()} ${base} ${termsText(order)}`;
    this.#log.info(
      `Trade ${tradeId} ${purpose}: ${what}, order ${order.clientOrderId}: ${reason}`,
      this.#about(order.clientOrderId),
    );
  }

  #order(event: OrderEvent | OrderLost | AmendIntended): void {
    const { type, clientOrderId } = event;
    const about = this.#about(clientOrderId);
    const order = `Order ${clientOrderId}${about['trade'] === undefined ? '' : ` of trade ${about['trade']}`}`;
    if (type === 'order-accepted') this.#log.info(`${order} is ${event.exchangeOrderId} at the exchange`, about);
    else if (type === 'order-filled') {
      const { base, quote } = this.#instrument;
      const { quantity, price, fee } = event.fill;
      const rest = event.isComplete ? '' : ', more to come';
      this.#log.info(
        `${order} filled ${quantity.toString()} ${base} @ ${price.toString()}, fee ${fee.toString()} ${quote}${rest}`,
        about,
      );
    } else if (type === 'order-canceled') this.#log.info(`${order} is off the book: ${event.reason}`, about);
    else if (type === 'order-rejected') this.#log.warn(`${order} is refused by the exchange: ${event.reason}`, about);
    else if (type === 'order-unknown') this.#log.error(`${order} is in doubt: ${event.reason}`, about);
    else if (type === 'order-lost') this.#log.warn(`${order} never reached the exchange`, about);
    else if (type === 'amend-intended') this.#log.info(`${order} is to rest at ${changeText(event.change)}`, about);
    else if (type === 'order-amended') this.#log.info(`${order} rests at ${changeText(event.change)}`, about);
    else if (type === 'order-amend-refused') this.#log.warn(`${order} rests as it did: ${event.reason}`, about);
  }

  #about(order: string): LogFields {
    return { trade: this.#trades.get(order), order, pair: this.#instrument.name };
  }
}

/** `8121.2`, or the trigger and the limit. */
function changeText({ triggerPrice, limitPrice }: OrderChange): string {
  return [triggerPrice, limitPrice]
    .flatMap((price) => (price === undefined ? [] : [price.toString()]))
    .join(', limit ');
}

/** `market`, `limit @ 8121.2`, `stop-loss @ 8000`. */
function termsText(order: OrderRequest): string {
  return 'price' in order ? `${order.type} @ ${order.price.toString()}` : order.type;
}
