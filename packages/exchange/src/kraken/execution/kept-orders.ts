import type { OrderChange, OrderRequest } from '@fathom/contracts';
import type { FollowedOrder } from './followed-order.js';

/** An order of ours, from the moment it is sent or asked after. */
export interface KeptOrder {
  readonly order: OrderRequest;
  /** `over`: no call of ours is on its way and nothing of it is open. */
  state: 'sent' | 'unknown' | 'open' | 'over';
  /** What Kraken has of it; undefined while that is not known. */
  followed: FollowedOrder | undefined;
  /** Further executions of the same order, which must not be. */
  readonly copies: FollowedOrder[];
  isCancelWanted: boolean;
  cancelSentAt: number;
  /** New prices that are wanted and not answered to; the newest wish counts. */
  change: OrderChange | undefined;
  amendSentAt: number;
}

/** Orders that are over are forgotten beyond this many, the oldest first. Something may be heard of them late. */
const REMEMBERED = 1000;

/** The orders of a run, by our id and by Kraken's. Those that are over are forgotten in time. */
export class KeptOrders {
  readonly #byClientId = new Map<string, KeptOrder>();
  readonly #byExchangeId = new Map<string, KeptOrder>();
  /** Those Kraken has and of which something may be open. */
  readonly #active = new Set<KeptOrder>();
  readonly #remembered: number;

  constructor(remembered = REMEMBERED) {
    this.#remembered = remembered;
  }

  get size(): number {
    return this.#byClientId.size;
  }

  get(clientOrderId: string): KeptOrder | undefined {
    return this.#byClientId.get(clientOrderId);
  }

  /** By Kraken's id, a copy's too. */
  at(exchangeOrderId: string): KeptOrder | undefined {
    return this.#byExchangeId.get(exchangeOrderId);
  }

  add(order: OrderRequest, state: 'sent' | 'unknown'): KeptOrder {
    const kept: KeptOrder = {
      order,
      state,
      followed: undefined,
      copies: [],
      isCancelWanted: false,
      cancelSentAt: 0,
      change: undefined,
      amendSentAt: 0,
    };
    this.#byClientId.set(order.clientOrderId, kept);
    if (this.#byClientId.size > this.#remembered) this.#forget();
    return kept;
  }

  /** Kraken has it under this name. */
  name(kept: KeptOrder, exchangeOrderId: string): void {
    this.#byExchangeId.set(exchangeOrderId, kept);
    this.#active.add(kept);
  }

  /** All that is open, copies among it. */
  open(): FollowedOrder[] {
    return this.active().flatMap((kept) => followedOf(kept).filter(({ isOver }) => !isOver));
  }

  /** Orders of which something is open. */
  active(): KeptOrder[] {
    for (const kept of this.#active) if (followedOf(kept).every(({ isOver }) => isOver)) this.#active.delete(kept);
    return [...this.#active];
  }

  /** Many at once, so that a long run does not look through all of them for each order. */
  #forget(): void {
    let tooMany = this.#byClientId.size - Math.floor(this.#remembered / 2);
    for (const [id, kept] of this.#byClientId) {
      if (tooMany <= 0) return;
      const followed = followedOf(kept);
      if (kept.state !== 'over' || followed.some(({ isOver }) => !isOver)) continue;
      this.#byClientId.delete(id);
      this.#active.delete(kept);
      for (const { exchangeOrderId } of followed) this.#byExchangeId.delete(exchangeOrderId);
      tooMany -= 1;
    }
  }
}

/** All that Kraken has of an order. */
export function followedOf({ followed, copies }: KeptOrder): FollowedOrder[] {
  return followed === undefined ? copies : [followed, ...copies];
}
