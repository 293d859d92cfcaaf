import { Decimal, type Fill, type Liquidity, type OrderIntended, type OrderStatus } from '@fathom/contracts';

/** Digits kept of an average price; Kraken's finest pair has 10. */
const AVERAGE_DECIMALS = 12;

/** What the ledger knows of one order: what was intended and what the exchange has said since. */
export class OrderRecord {
  readonly intent: OrderIntended;
  readonly clientOrderId: string;
  status: OrderStatus = 'submitted';
  exchangeOrderId = '';
  /** Base units filled so far. */
  filledQuantity = Decimal.ZERO;
  /** Average price of the fills, quote per base unit. */
  price = Decimal.ZERO;
  /** Price × quantity of the fills, quote units. */
  cost = Decimal.ZERO;
  fee = Decimal.ZERO;
  slippage = Decimal.ZERO;
  liquidity: Liquidity = 'taker';

  constructor(intent: OrderIntended) {
    this.intent = intent;
    this.clientOrderId = intent.order.clientOrderId;
  }

  /** Adds one execution. */
  addFill(fill: Fill, isComplete: boolean): void {
    this.status = isComplete ? 'filled' : 'partially-filled';
    this.liquidity = fill.liquidity;
    if (this.filledQuantity.isZero()) {
      this.filledQuantity = fill.quantity;
      this.price = fill.price;
      this.cost = fill.cost;
      this.fee = fill.fee;
      this.slippage = fill.slippage;
      return;
    }
    this.filledQuantity = this.filledQuantity.plus(fill.quantity);
    this.cost = this.cost.plus(fill.cost);
    this.price = this.cost.dividedBy(this.filledQuantity, AVERAGE_DECIMALS);
    this.fee = this.fee.plus(fill.fee);
    this.slippage = this.slippage.plus(fill.slippage);
  }
}
