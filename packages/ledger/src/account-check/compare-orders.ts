import type { Decimal, RecordedOrder } from '@fathom/contracts';
import type { Finding } from './finding.js';
import type { KnownOrder } from './known-order.js';

/** `320-…`: what every bot's client order ids begin with. */
const OF_A_BOT = /^\d{3}-/;
/** An order sent while the exchange was asked is in none of its answers. */
const LATE_MS = 60_000;

/** As much of a ledger as is compared. */
export interface LedgerOrders {
  find(clientOrderId: string): KnownOrder | undefined;
  activeOrders(): readonly KnownOrder[];
  /** Names of the executions that are booked. */
  fillIds(): ReadonlySet<string>;
  /** Base units on margin, below zero when short. */
  readonly position: Decimal;
}

export interface OwnOrders {
  /** Begins every client order id of this bot. */
  readonly botId: string;
  readonly pair: string;
  readonly ledger: LedgerOrders;
}

/**
 * The exchange's orders against the ledger's. Whose an order is follows from its client order id: this bot's begin with
 * its id, those of other bots with another one, and those are left alone, as are orders another program has marked with a
 * user reference. Everything else is somebody else's and told. Orders in doubt are the engine's own to search for.
 *
 * @param asOf when the exchange was asked, by its clock, milliseconds since 1970 UTC.
 */
export function compareOrders(own: OwnOrders, recorded: readonly RecordedOrder[], asOf: number): Finding[] {
  const findings: Finding[] = [];
  const listed = new Set<string>();
  for (const each of recorded) {
    const { clientOrderId, userReference } = each;
    const order = clientOrderId === undefined ? undefined : own.ledger.find(clientOrderId);
    if (order !== undefined) {
      listed.add(order.clientOrderId);
      findings.push(...behind(order, each));
    } else if (each.isLiquidation) {
      if (isLiquidationOf(own, each)) findings.push({ type: 'liquidated', recorded: each });
    } else if (clientOrderId?.startsWith(`${own.botId}-`) === true) {
      findings.push({ type: 'not-intended', recorded: each });
    } else if (userReference === undefined && (clientOrderId === undefined || !OF_A_BOT.test(clientOrderId))) {
      findings.push({ type: 'foreign-order', recorded: each });
    }
  }
  for (const order of own.ledger.activeOrders()) {
    if (order.exchangeOrderId === '' || listed.has(order.clientOrderId) || order.time > asOf - LATE_MS) continue;
    findings.push({ type: 'order-behind', order, reason: 'it is not on record as open, nor as ended lately' });
  }
  return findings;
}

function behind(order: KnownOrder, recorded: RecordedOrder): Finding[] {
  const { exchangeOrderId, isOpen, filledQuantity, fillIds } = recorded;
  // Rejected or lost as we were told, and there after all: what it did must be booked like anything else.
  const isFirst = order.exchangeOrderId === '' || order.exchangeOrderId === exchangeOrderId;
  if (!isFirst) return [{ type: 'executed-twice', order, recorded }];
  const missed = fillIds.filter((id) => !order.hasFill({ id }));
  const told = (reason: string): Finding[] => [{ type: 'order-behind', order, reason }];
  if (missed.length > 0) return told(`its executions ${missed.join(', ')} are not in the ledger`);
  if (order.filledQuantity.isLessThan(filledQuantity)) return told(`${filledQuantity.toString()} of it is filled`);
  if (!isOpen && !order.isFinal) return told('it has ended');
  if (isOpen && order.isFinal) return told('it is open');
  return [];
}

/** Whether the exchange has closed by it what this bot holds on margin. */
export function isLiquidationOf({ pair, ledger }: OwnOrders, recorded: RecordedOrder): boolean {
  if (!recorded.isLiquidation || recorded.pair !== pair) return false;
  return recorded.side === 'buy' ? ledger.position.isNegative() : ledger.position.isPositive();
}
