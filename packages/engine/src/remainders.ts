import { Decimal, type RemainderLeft } from '@fathom/contracts';
import type { OrderRecord, TradeRecord } from '@fathom/ledger';
import type { Desk } from './desk.js';
import { exitSize, isTooSmall, promised } from './exit-size.js';

/**
 * Says how much an exit may order, and writes down what no order can give back: what the bot has no more, and what is below
 * the exchange's minimum. See docs/decisions/0027-exits-within-holdings.md.
 */
export class Remainders {
  private readonly desk: Desk;
  /** Trades of which the exchange has turned down an exit below its minimums. */
  private readonly turnedDown = new WeakSet<TradeRecord>();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** What an exit of the trade is to order now, base units; undefined when nothing, be it for now or for ever. */
  toOrder(trade: TradeRecord): Decimal | undefined {
    const { ledger, instrument } = this.desk;
    const { missing, wanted, quantity } = exitSize(ledger, trade, instrument);
    const price = this.price();
    if (price === undefined) {
      // Nothing can be counted at a price that nobody has told yet, but what is large enough can be ordered.
      return missing.isPositive() || isTooSmall(quantity, Number.NaN, instrument) ? undefined : quantity;
    }
    if (missing.isPositive()) this.leaveOver(trade, missing, price, 'not-held');
    if (!wanted.isPositive()) return undefined;
    if (isTooSmall(wanted, price, instrument) && this.isCertain(trade, wanted)) {
      this.leaveOver(trade, wanted, price, 'below-minimum');
      return undefined;
    }
    const isLess = quantity.isLessThan(wanted);
    return quantity.isZero() || (isLess && isTooSmall(quantity, price, instrument)) ? undefined : quantity;
  }

  /** The exchange has turned an exit down. */
  rejected({ quantity }: OrderRecord, trade: TradeRecord): void {
    if (isTooSmall(quantity, this.price() ?? Number.NaN, this.desk.instrument)) this.turnedDown.add(trade);
  }

  /**
   * Trades whose orders on the exchange may give back more than there is, now that a stray fill has given back some of it:
   * the oldest first, until the others' are covered.
   */
  uncovered(): TradeRecord[] {
    const { ledger } = this.desk;
    const found = new Set<TradeRecord>();
    // What rests for a trade that is over, or being closed, is coming off.
    const stays = ({ trade: its }: OrderRecord) =>
      its?.isOpen === true && its.exitReason === undefined && !found.has(its);
    for (const trade of ledger.open) {
      if (!trade.isResting || trade.exitReason !== undefined) continue;
      if (ledger.heldFor(trade).isLessThan(promised(ledger, trade, stays))) found.add(trade);
    }
    return [...found];
  }

  /**
   * Whether the exchange would turn it down for certain. On margin it may take less from whoever closes, and what something
   * costs is only as true as the last price: there it is tried once.
   */
  private isCertain(trade: TradeRecord, quantity: Decimal): boolean {
    const isTiny = quantity.isLessThan(this.desk.instrument.minQuantity);
    return this.turnedDown.has(trade) || (isTiny && !trade.isOnMargin);
  }

  /** The latest the market is known to have been at, quote per base unit. */
  private price(): number | undefined {
    const { quote, price } = this.desk;
    const latest = quote.last > 0 ? quote.last : price;
    return latest > 0 ? latest : undefined;
  }

  private leaveOver(trade: TradeRecord, quantity: Decimal, price: number, why: RemainderLeft['why']): void {
    const { time, instrument } = this.desk;
    const at = Decimal.rounded(price, instrument.priceDecimals);
    this.desk.keep({ type: 'remainder-left', time, tradeId: trade.id, quantity, price: at, why });
  }
}
