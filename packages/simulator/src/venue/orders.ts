import { keepNewest } from './keep-newest.js';
import type { Market } from './market.js';
import type { OrderKey } from './venue-order.js';
import type { WorkingOrder } from './working-order.js';

/** Every order the venue was given, or those that are open and the newest that are not. */
export class Orders {
  readonly closed: WorkingOrder[] = [];
  private openOnes: WorkingOrder[] = [];
  private readonly byId = new Map<string, WorkingOrder>();
  private readonly byClientId = new Map<string, WorkingOrder>();
  private readonly remembered: number;

  /** @param remembered how many final ones are kept at least. */
  constructor(remembered: number) {
    this.remembered = remembered;
  }

  /** Pending ones too, as they were accepted. The list is never changed, only replaced. */
  get open(): readonly WorkingOrder[] {
    return this.openOnes;
  }

  add(order: WorkingOrder): void {
    this.openOnes = [...this.openOnes, order];
    this.byId.set(order.id, order);
    const { clientOrderId } = order.request;
    if (clientOrderId !== undefined) this.byClientId.set(clientOrderId, order);
  }

  close(order: WorkingOrder): void {
    this.openOnes = this.openOnes.filter((one) => one !== order);
    this.closed.push(order);
    for (const forgotten of keepNewest(this.closed, this.remembered)) this.forget(forgotten);
  }

  private forget(order: WorkingOrder): void {
    this.byId.delete(order.id);
    const { clientOrderId } = order.request;
    // A later order may have the same one.
    if (clientOrderId !== undefined && this.byClientId.get(clientOrderId) === order) {
      this.byClientId.delete(clientOrderId);
    }
  }

  find(key: OrderKey): WorkingOrder | undefined {
    return 'id' in key ? this.byId.get(key.id) : this.byClientId.get(key.clientOrderId);
  }

  openOf(market: Market): WorkingOrder[] {
    return this.openOnes.filter((order) => order.market === market);
  }

  /** Those on the book of a market, in the order they are served: best price first, then by rank. */
  restingIn(market: Market): WorkingOrder[] {
    const resting = this.openOnes.filter((order) => order.market === market && order.place !== undefined);
    if (resting.length < 2) return resting;
    return resting.toSorted((a, b) => {
      if (a.side !== b.side) return a.side === 'buy' ? -1 : 1;
      if (a.limitPrice === undefined || b.limitPrice === undefined) return a.rank - b.rank;
      const difference = a.limitPrice.compare(b.limitPrice);
      return (a.side === 'buy' ? -difference : difference) || a.rank - b.rank;
    });
  }
}
