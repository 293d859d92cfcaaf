import { type ConditionalClose, Decimal, UsageError } from '@fathom/contracts';
import type { FeeRates } from '../fees.js';
import { keepNewest } from './keep-newest.js';
import { Market } from './market.js';
import { Orders } from './orders.js';
import { Outbox } from './outbox.js';
import { type OpenPosition, Positions, ROLLOVER_MS } from './positions.js';
import { usualMarginRates } from './usual-margin-rates.js';
import type { VenueFill } from './venue-fill.js';
import type { IdKind, MarginRates, StartingPosition, VenueOptions } from './venue-options.js';
import { VolumeWindow } from './volume-window.js';
import { Wallet } from './wallet.js';
import type { WorkingOrder } from './working-order.js';

/** Digits of a value that had to be divided. */
const DIVISION_DIGITS = 10;

/** A fill has happened that is to be closed. */
export interface PendingClose {
  readonly order: WorkingOrder;
  readonly close: ConditionalClose;
  readonly quantity: Decimal;
}

/** Everything a venue knows; the functions in the files beside it are what can happen to it. */
export class VenueState {
  /** What volume and margin are counted in. */
  readonly asset: string;
  readonly markets = new Map<string, Market>();
  readonly orders: Orders;
  readonly fills: VenueFill[] = [];
  readonly positions = new Positions();
  readonly wallet: Wallet;
  readonly volume = new VolumeWindow();
  readonly outbox: Outbox;
  /** Conditional closes to be sent once the present match is over. */
  closes: PendingClose[] = [];
  time: number;
  /** When all orders are canceled. */
  switchAt: number | undefined;
  isMarginCalled = false;
  private readonly options: VenueOptions;
  private readonly numbers = new Map<IdKind, number>();
  private readonly remembered: number;
  private ranks = 0;

  constructor(options: VenueOptions) {
    this.options = options;
    this.time = options.time;
    this.asset = options.valuationAsset ?? 'USD';
    for (const instrument of options.instruments) this.markets.set(instrument.name, new Market(instrument));
    const { remembered = Number.POSITIVE_INFINITY } = options;
    this.remembered = remembered;
    this.orders = new Orders(remembered);
    this.wallet = new Wallet(options.balances, () => this.nextId('ledger-entry'), remembered);
    this.outbox = new Outbox(options.deliver);
    for (const position of options.positions ?? []) this.positions.open.push(this.started(position));
    if (options.volumeBefore !== undefined) this.volume.add(options.time, options.volumeBefore);
  }

  nextId(kind: IdKind): string {
    if (this.options.nextId !== undefined) return this.options.nextId(kind);
    const number = (this.numbers.get(kind) ?? 0) + 1;
    this.numbers.set(kind, number);
    return `${kind}-${number}`;
  }

  keepFill(fill: VenueFill): void {
    this.fills.push(fill);
    keepNewest(this.fills, this.remembered);
  }

  /** Behind everybody else of the same price. */
  nextRank(): number {
    this.ranks += 1;
    return this.ranks;
  }

  /** @throws {UsageError} for an unknown pair. */
  market(pair: string): Market {
    const market = this.markets.get(pair);
    if (market === undefined) throw new UsageError(`unknown pair ${JSON.stringify(pair)}`);
    return market;
  }

  feeRates(market: Market): FeeRates {
    return this.options.feeRates(market.instrument, this.volume.at(this.time));
  }

  marginRates(asset: string): MarginRates {
    return (this.options.marginRates ?? usualMarginRates)(asset);
  }

  private started(position: StartingPosition): OpenPosition {
    const { pair, side, openedAt, quantity, cost, leverage } = position;
    const market = this.market(pair);
    const { base, quote, costDecimals } = market.instrument;
    const rollovers = Math.max(0, Math.floor((this.time - openedAt) / ROLLOVER_MS)) + 1;
    return {
      id: this.nextId('position'),
      orderId: '',
      market,
      side,
      orderType: 'market',
      openedAt,
      quantity,
      closedQuantity: Decimal.ZERO,
      cost,
      openCost: cost,
      margin: cost.dividedBy(Decimal.of(BigInt(leverage), 0), costDecimals, 'half-up'),
      fee: Decimal.ZERO,
      leverage,
      rolloverPercent: this.marginRates(side === 'long' ? quote : base).rolloverPercent,
      nextRolloverAt: openedAt + rollovers * ROLLOVER_MS,
    };
  }

  /** A quantity of an asset in the valuation asset, by the pair of the two; undefined while it has no price. */
  worth(asset: string, quantity: Decimal): Decimal | undefined {
    if (asset === this.asset || quantity.isZero()) return quantity;
    const price = this.markets.get(`${asset}/${this.asset}`)?.price;
    if (price !== undefined) return quantity.times(price);
    const inverse = this.markets.get(`${this.asset}/${asset}`)?.price;
    return inverse?.isPositive() ? quantity.dividedBy(inverse, DIVISION_DIGITS) : undefined;
  }

  /** As `worth`, nothing for what has no price. */
  worthOrNothing(asset: string, quantity: Decimal): Decimal {
    return this.worth(asset, quantity) ?? Decimal.ZERO;
  }
}
