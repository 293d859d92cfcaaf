import type { LedgerEvent } from '@fathom/contracts';
import type { OrderView } from '@fathom/dashboard';
import type { Ledger, OrderRecord } from '@fathom/ledger';
import type { SqliteLedger } from '@fathom/storage';

/** Final orders shown, and events looked through for them at the start. */
const MOST = 200;
const LOOK_BACK = 2_000;

const DOUBT =
  'looked for in open orders, closed orders and trades until it is found or certainly lost; nothing is entered meanwhile';

/** The orders of a bot, in doubt first, then those at work, then the newest final ones. */
export class OrderList {
  readonly startBalance: string;
  private readonly ledger: Ledger;
  /** Newest last. */
  private ids: string[];
  private times: number[] = [];

  constructor(store: SqliteLedger, ledger: Ledger) {
    this.ledger = ledger;
    this.ids = store
      .newest(LOOK_BACK)
      .toReversed()
      .flatMap(({ event }) => (event.type === 'order-intended' ? [event.order.clientOrderId] : []));
    const [first] = store.newest(1, 2);
    this.startBalance = first?.event.type === 'ledger-opened' ? first.event.startBalance.toString() : '0';
  }

  kept(event: LedgerEvent): void {
    if (event.type !== 'order-intended') return;
    this.ids.push(event.order.clientOrderId);
    this.times.push(event.time);
    if (this.ids.length > MOST * 2) this.ids = this.ids.slice(-MOST);
    if (this.times.length > 2_000) this.times = this.times.slice(-1_000);
  }

  /** Orders decided after that instant, milliseconds since 1970 UTC. */
  sentSince(time: number): number {
    return this.times.filter((one) => one > time).length;
  }

  views(): readonly OrderView[] {
    const active = this.ledger.activeOrders();
    const isActive = new Set(active.map(({ clientOrderId }) => clientOrderId));
    const final = this.ids
      .slice(-MOST)
      .toReversed()
      .flatMap((id) => (isActive.has(id) ? [] : [this.ledger.find(id) ?? []].flat()));
    const doubted = active.filter(({ status }) => status === 'unknown');
    const others = active.filter(({ status }) => status !== 'unknown').toReversed();
    return [...doubted, ...others, ...final].map(viewOf);
  }
}

function viewOf(order: OrderRecord): OrderView {
  const { type, filled, status } = order;
  const hasPrice = type !== 'market' && !type.startsWith('trailing');
  return {
    clientOrderId: order.clientOrderId,
    exchangeOrderId: order.exchangeOrderId,
    purpose: order.purpose,
    tradeId: String(order.tradeKey),
    side: order.side,
    type,
    quantity: order.quantity.toString(),
    filled: order.filledQuantity.toString(),
    price: hasPrice ? order.price.toString() : null,
    averagePrice: filled === undefined ? null : filled.price.round(8).toString(),
    status,
    reason: order.reason,
    time: order.time,
    ...(status === 'unknown' && { note: DOUBT }),
  };
}
