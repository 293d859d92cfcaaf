import type { GuardKind, OrderRequest } from '@fathom/contracts';
import type { OrderExtras, TradeRecord } from '@fathom/ledger';
import type { Desk } from './desk.js';
import type { GuardOptions } from './engine-options.js';

/** A guard as an order that can rest. */
export interface GuardOrder {
  readonly type: OrderRequest['type'];
  /** Trigger or limit. */
  readonly price: number;
  readonly extras: OrderExtras | undefined;
}

/** By preference: what protects comes first. */
const STOP_FIRST: readonly GuardKind[] = ['stop', 'trailing', 'target'];
const TARGET_FIRST: readonly GuardKind[] = ['target', 'stop', 'trailing'];

/** Says which guards a trade has, which of them rest on the exchange and as what, and which the bot holds. */
export class Guards {
  readonly isSimulated: boolean;
  private readonly isHeldByBot: boolean;
  private readonly preferred: readonly GuardKind[];
  private readonly desk: Desk;

  constructor(desk: Desk, { place = 'exchange', resting = 'stop', isSimulated = false }: GuardOptions = {}) {
    this.desk = desk;
    this.isSimulated = isSimulated;
    this.isHeldByBot = place === 'bot';
    this.preferred = resting === 'target' ? TARGET_FIRST : STOP_FIRST;
  }

  /** Guards for which an order is to be sent now. */
  due(trade: TradeRecord): readonly GuardKind[] {
    if (this.isSimulated) return STOP_FIRST.filter((guard) => isAskedFor(trade, guard) && !wasSent(trade, guard));
    if (trade.isResting) return [];
    const one = this.restingOne(trade);
    return one === undefined || wasSent(trade, one) ? [] : [one];
  }

  /** Whether the bot itself must watch the price for it. */
  isHeld(trade: TradeRecord, guard: GuardKind): boolean {
    return !this.isSimulated && isAskedFor(trade, guard) && !wasSent(trade, guard);
  }

  /** The order that stands for a guard. What the bot would hold becomes a market order when it is reached. */
  orderFor(trade: TradeRecord, guard: GuardKind): GuardOrder {
    const rests = this.restingOne(trade) === guard;
    const price = trade.guardPrice(guard) ?? 0;
    const { signal } = trade.entry;
    if (guard === 'target') return { type: rests ? 'limit' : 'take-profit', price, extras: undefined };
    if (guard === 'trailing') {
      const offset = { value: this.desk.tick(signal?.trailingOffset ?? 0), unit: 'quote' } as const;
      return { type: 'trailing-stop', price: 0, extras: { offset } };
    }
    const limit = rests ? signal?.stopLimitPrice : undefined;
    if (limit === undefined) return { type: 'stop-loss', price, extras: undefined };
    return { type: 'stop-loss-limit', price, extras: { limitPrice: this.desk.tick(limit) } };
  }

  /** The one that is to rest on a real exchange. */
  private restingOne(trade: TradeRecord): GuardKind | undefined {
    return this.isHeldByBot ? undefined : this.preferred.find((guard) => isAskedFor(trade, guard));
  }
}

function isAskedFor(trade: TradeRecord, guard: GuardKind): boolean {
  if (guard === 'trailing') return trade.entry.signal?.trailingOffset !== undefined;
  return trade.guardPrice(guard) !== undefined;
}

/** Ever: what was sent is the exchange's, or lost, and that is dealt with where its end is heard of. */
function wasSent(trade: TradeRecord, guard: GuardKind): boolean {
  if (guard === 'stop') return trade.hadStop;
  return guard === 'target' ? trade.hadTarget : trade.hadTrailing;
}
