import { type AccountRecords, type Booking, Decimal, type Instrument } from '@fathom/contracts';
import { type AssetMemory, changeOf, compareBalance } from './compare-balances.js';
import { compareOrders, isLiquidationOf, type LedgerOrders, type OwnOrders } from './compare-orders.js';
import type { Finding } from './finding.js';

export interface AccountCheckOptions {
  readonly botId: string;
  readonly instrument: Instrument;
  readonly ledger: LedgerOrders & { readonly cash: Decimal; readonly holding: Decimal };
  /** What an earlier run knew. */
  readonly memory?: AccountMemory | undefined;
  /**
   * Where nothing is known yet: since when the bot has traded, milliseconds since 1970 UTC by the exchange's clock. An order
   * executed twice may be older than the first comparison that gets an answer.
   */
  readonly tradesSince?: number;
}

/** What is kept from one run to the next, so that nothing that happened in between passes unseen. */
export interface AccountMemory {
  /** Records are wanted from here on, by the exchange's clock, milliseconds since 1970 UTC. */
  readonly since: number;
  readonly assets: Readonly<Record<string, AssetMemory>>;
  /** Bookings and orders that are dealt with, and when they were on record last. */
  readonly seen: Readonly<Record<string, number>>;
  /**
   * When the comparison was made that the rest counts from, until it is known that no execution of the bot's came in the
   * middle of it: such a one may be in the balances and not in the ledger, or the other way round, for good.
   */
  readonly counted?: Span | undefined;
}

/** By the exchange's clock, milliseconds since 1970 UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The exchange may list things late. */
const OVERLAP_MS = 300_000;
/**
 * Orders are asked for before bookings are, and balances last. A booking as new as this may be of an order that came in
 * between, so it is left for the next round; and no balance is judged meanwhile.
 */
const IN_FLIGHT_MS = 5_000;
/**
 * Kraken's lists of orders have been a minute behind its books. An execution whose order is in none of them may be ours until
 * it is older than this.
 */
const LISTED_WITHIN_MS = 120_000;
const EXECUTIONS: ReadonlySet<string> = new Set(['trade', 'margin']);
/** Kraken's books of currencies have four digits after the point. */
const QUOTE_DIGITS = 4;

/**
 * Compares what an exchange has on record of an account with a bot's ledger, again and again. It changes nothing: whoever
 * asked does something about what is found. Each thing is found once, but for orders that stay behind.
 *
 * Executions count as the bot's when their order has its client order id. Everything else that moves the two assets of the
 * pair is somebody else's, told, and taken into account.
 */
export class AccountCheck {
  readonly #options: AccountCheckOptions;
  readonly #seen: Map<string, number>;
  #counted: Span | undefined;
  #since: number | undefined;
  #assets: Readonly<Record<string, AssetMemory>>;

  constructor(options: AccountCheckOptions) {
    this.#options = options;
    this.#since = options.memory?.since;
    this.#assets = options.memory?.assets ?? {};
    this.#seen = new Map(Object.entries(options.memory?.seen ?? {}));
    this.#counted = options.memory?.counted;
  }

  /** From when on records are wanted; undefined before the first comparison, where nobody says since when it trades. */
  get since(): number | undefined {
    if (this.#since === undefined) return this.#options.tradesSince;
    return Math.min(this.#since - OVERLAP_MS, this.#counted?.from ?? Number.POSITIVE_INFINITY);
  }

  /** What to keep for the next run. */
  get memory(): AccountMemory | undefined {
    return this.#since === undefined
      ? undefined
      : {
          since: this.#since,
          assets: this.#assets,
          seen: Object.fromEntries(this.#seen),
          ...(this.#counted && { counted: this.#counted }),
        };
  }

  /** @param records of all since `since`, at least. */
  compare(records: AccountRecords): Finding[] {
    const own = this.#own();
    const orders = compareOrders(own, records.orders, records.asOf);
    const isFirst = this.#since === undefined;
    // Once for all bookings: there may be thousands of both.
    const booked = own.ledger.fillIds();
    const listed = new Set(records.orders.flatMap(({ fillIds }) => fillIds));
    const settled = records.bookings.filter((booking) => {
      const isKnown = !EXECUTIONS.has(booking.kind) || listed.has(booking.reference) || booked.has(booking.reference);
      return booking.time < records.asOf - (isKnown ? IN_FLIGHT_MS : LISTED_WITHIN_MS);
    });
    const isBehind =
      settled.length < records.bookings.length ||
      orders.some(({ type }) => type === 'order-behind' || type === 'liquidated');
    // What is told of the account beside the bot is counted from here on: that has to be right.
    const isWorthTelling = (finding: Finding) => this.#isWorthTelling(finding, records.asOf, booked);
    if (isFirst && isBehind) return orders.filter(isWorthTelling);
    const { tradesSince = Number.NEGATIVE_INFINITY } = this.#options;
    const fresh = settled.filter(
      ({ id, time }) =>
        // What was before is in the account the bot began with, whether or not the first answer reached so far.
        time > tradesSince &&
        this.#isNew(`booking ${id}`, records.asOf) &&
        (isFirst || time >= (this.#since ?? 0) - OVERLAP_MS),
    );
    const isOwn = this.#ownership(records, booked);
    const bookings = this.#bookings(isFirst ? [] : fresh, listed, isOwn);
    if (isFirst) this.#countFrom(records);
    else if (!isBehind && this.#counted !== undefined) this.#checkCount(this.#counted, records, isOwn);
    const balances = this.#balances(records, isFirst ? [] : fresh, { isOwn, isBehind });
    this.#since = records.asOf;
    this.#forget(records.asOf);
    return [...orders.filter(isWorthTelling), ...bookings, ...balances];
  }

  #countFrom({ asOf, until }: AccountRecords): void {
    this.#assets = {};
    this.#counted = { from: asOf - IN_FLIGHT_MS, to: until + IN_FLIGHT_MS };
  }

  /** Counts anew from here when the first comparison had been overtaken. */
  #checkCount({ from, to }: Span, records: AccountRecords, isOwn: (booking: Booking) => boolean): void {
    this.#counted = undefined;
    if (records.bookings.some((booking) => booking.time > from && booking.time <= to && isOwn(booking))) {
      this.#countFrom(records);
    }
  }

  #own(): OwnOrders {
    const { ledger, botId, instrument } = this.#options;
    return { botId, pair: instrument.name, ledger };
  }

  /** Whether a booking is of an execution, or a position, of this bot. */
  #ownership(records: AccountRecords, booked: ReadonlySet<string>): (booking: Booking) => boolean {
    const own = this.#own();
    const { ledger, botId } = own;
    const ownFills = new Set(
      records.orders.flatMap((order) => {
        const isKnown = order.clientOrderId !== undefined && ledger.find(order.clientOrderId) !== undefined;
        return isKnown || isLiquidationOf(own, order) ? order.fillIds : [];
      }),
    );
    return ({ reference, clientOrderId }) =>
      ownFills.has(reference) || booked.has(reference) || clientOrderId?.startsWith(`${botId}-`) === true;
  }

  #bookings(fresh: readonly Booking[], listed: ReadonlySet<string>, isOwn: (booking: Booking) => boolean): Finding[] {
    const { instrument } = this.#options;
    const findings: Finding[] = [];
    const sums = new Map<string, { kind: string; asset: string; change: Decimal }>();
    for (const booking of fresh) {
      const { reference, kind, asset, change, fee } = booking;
      const isOurs = isOwn(booking);
      if (kind === 'rollover' && isOurs) findings.push({ type: 'charged', booking });
      else if (isOurs && asset === instrument.base && fee.isPositive())
        findings.push({ type: 'fee-in-base', asset, fee });
      // Executions of orders that are told, or of other bots, are no news of their own.
      else if (!isOurs && !listed.has(reference)) {
        const known = sums.get(`${kind} ${asset}`) ?? { kind, asset, change: Decimal.ZERO };
        sums.set(`${kind} ${asset}`, { ...known, change: known.change.plus(change) });
      }
    }
    // Into an account that earns and out of it again: nothing changed.
    for (const sum of sums.values()) if (!sum.change.isZero()) findings.push({ type: 'foreign-booking', ...sum });
    return findings;
  }

  #balances(
    records: AccountRecords,
    fresh: readonly Booking[],
    { isOwn, isBehind }: { readonly isOwn: (booking: Booking) => boolean; readonly isBehind: boolean },
  ): Finding[] {
    const { ledger, instrument } = this.#options;
    const { base, quote, quantityDecimals, costDecimals, minQuantity, minCost } = instrument;
    const foreign = fresh.filter((booking) => !isOwn(booking));
    const assets = [
      { asset: base, ledger: ledger.holding, digits: quantityDecimals, minimum: minQuantity },
      { asset: quote, ledger: ledger.cash, digits: Math.min(costDecimals, QUOTE_DIGITS), minimum: minCost },
    ];
    const findings: Finding[] = [];
    const next: Record<string, AssetMemory> = {};
    for (const { asset, digits, ...state } of assets) {
      const account = records.balances.get(asset) ?? Decimal.ZERO;
      const count = fresh.filter((booking) => booking.asset === asset).length;
      const memory = this.#assets[asset];
      const compared = compareBalance({ ...state, asset, account, unit: Decimal.of(1n, digits) }, memory, {
        foreign: changeOf(foreign, asset),
        count,
      });
      // What is being looked up just now explains a difference better than anything else.
      const isEarly = isBehind && compared.findings.length > 0;
      next[asset] = isEarly && memory !== undefined ? this.#later(memory, changeOf(foreign, asset)) : compared.memory;
      if (!isEarly) findings.push(...compared.findings);
    }
    this.#assets = next;
    return findings;
  }

  #later(memory: AssetMemory, foreign: Decimal): AssetMemory {
    return { ...memory, beyond: memory.beyond.plus(foreign), suspect: Decimal.ZERO };
  }

  /** Orders of others are told once; of ours as long as something is wrong. */
  #isWorthTelling(finding: Finding, asOf: number, booked: ReadonlySet<string>): boolean {
    const { type } = finding;
    if (type !== 'foreign-order' && type !== 'not-intended' && type !== 'executed-twice') return true;
    const isNew = this.#isNew(`${type} ${finding.recorded.exchangeOrderId}`, asOf);
    // A process that heard of it may have died before it was booked.
    const isBooked = finding.recorded.fillIds.every((id) => booked.has(id));
    return isNew || (type === 'executed-twice' && !isBooked);
  }

  #isNew(name: string, asOf: number): boolean {
    const isNew = !this.#seen.has(name);
    this.#seen.set(name, asOf);
    return isNew;
  }

  /** What is not on record any more is not told again. */
  #forget(asOf: number): void {
    for (const [name, at] of this.#seen) if (at < asOf - 2 * OVERLAP_MS) this.#seen.delete(name);
  }
}
