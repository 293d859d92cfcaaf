import { Decimal, type Fill } from '@fathom/contracts';
import { isNameOf, type KrakenPair, type KrakenRest, type OrderInfo, type TradeInfo } from '@fathom/exchange';
import type { LedgerView } from '../ledger-view.js';
import type { Difference, Verdict } from './difference.js';
import { type RetoldOrder, retell, sumOf } from './retold.js';

/** Kraken answers for so many orders at once. */
const ORDERS_AT_ONCE = 50;
/** An order is opened at Kraken about when it was intended, by clocks that may differ. */
const MARGIN_MS = 60_000;

/**
 * Compares a ledger with the exchange's own records: every order and every fill, to the last digit, orders under this bot's
 * ids that the ledger does not know, and balances where nobody else trades on the account. Orders of other bots, whose ids
 * begin otherwise, are left alone.
 * @throws {KrakenError} when a question is not answered.
 */
export async function verifyWithExchange(view: LedgerView, rest: KrakenRest): Promise<Verdict> {
  const orders = [...retell(view.events).orders.values()];
  const pair = await rest.pairs.find(view.opened.pair);
  const start = view.opened.time - MARGIN_MS;
  const trades = (await all(rest.account.tradesHistory({ start }))).filter((trade) => isNameOf(pair, trade.pair));
  const sent = orders.filter(({ exchangeOrderId }) => exchangeOrderId !== undefined);
  const infos = await infosOf(sent, rest);
  const ours = new Set(sent.map(({ exchangeOrderId }) => exchangeOrderId));
  const notes: string[] = [];
  const differences = [
    ...sent.flatMap((order) => checkOrder(order, infos.get(order.exchangeOrderId ?? ''))),
    ...checkFills(
      sent,
      trades.filter(({ exchangeOrderId }) => ours.has(exchangeOrderId)),
    ),
    ...(await strangers(view, { rest, pair, start, ours })),
    ...(await checkBalances(view, { rest, trades, ours }, notes)),
  ];
  return {
    checked: `${sent.length} orders, ${trades.length} fills of the account in ${view.opened.pair}`,
    differences,
    notes,
  };
}

async function all<T>(pages: AsyncGenerator<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

async function infosOf(orders: readonly RetoldOrder[], rest: KrakenRest): Promise<Map<string, OrderInfo>> {
  const ids = orders.flatMap(({ exchangeOrderId }) => exchangeOrderId ?? []);
  const infos = new Map<string, OrderInfo>();
  for (let at = 0; at < ids.length; at += ORDERS_AT_ONCE) {
    for (const info of await rest.account.orders(ids.slice(at, at + ORDERS_AT_ONCE)))
      infos.set(info.exchangeOrderId, info);
  }
  return infos;
}

function checkOrder(
  { intended, exchangeOrderId, fills, isEnded }: RetoldOrder,
  info: OrderInfo | undefined,
): Difference[] {
  const about = `order ${exchangeOrderId} (${intended.order.clientOrderId})`;
  if (info === undefined) return [{ about, expected: 'known to Kraken', found: 'unknown' }];
  const { quantity, cost, fee } = sumOf(fills);
  const isOver = info.status !== 'open' && info.status !== 'pending';
  return [
    ...compare(`${about}, filled`, info.filledQuantity, quantity),
    ...compare(`${about}, cost`, info.cost, cost),
    ...compare(`${about}, fee`, info.fee, fee),
    ...(isOver === isEnded ? [] : [{ about, expected: info.status, found: isEnded ? 'ended' : 'not ended' }]),
  ];
}

/** The exchange tells fewer digits of sums than of fills; what it tells must be right. */
function compare(about: string, expected: Decimal, found: Decimal): Difference[] {
  return found.round(expected.scale, 'half-even').minus(expected).abs().isGreaterThan(Decimal.of(1n, expected.scale))
    ? [{ about, expected: expected.toString(), found: found.toString() }]
    : [];
}

function checkFills(orders: readonly RetoldOrder[], trades: readonly TradeInfo[]): Difference[] {
  const known = new Map<string, Fill>();
  for (const { fills } of orders) for (const fill of fills) if (fill.id !== undefined) known.set(fill.id, fill);
  const told = new Set(trades.map(({ id }) => id));
  const missing = trades.flatMap((trade): Difference[] => {
    const fill = known.get(trade.id);
    const about = `fill ${trade.id} of ${trade.exchangeOrderId}`;
    const text = `${trade.quantity.toString()} @ ${trade.price.toString()}`;
    if (fill === undefined) return [{ about, expected: text, found: 'not in the ledger' }];
    const same = fill.quantity.equals(trade.quantity) && fill.price.equals(trade.price);
    return [
      ...(same ? [] : [{ about, expected: text, found: `${fill.quantity.toString()} @ ${fill.price.toString()}` }]),
      ...compare(`${about}, cost`, trade.cost, fill.cost),
      ...compare(`${about}, fee`, trade.fee, fill.fee),
    ];
  });
  const invented = [...known.keys()].filter((id) => !told.has(id));
  return [
    ...missing,
    ...invented.map((id) => ({ about: `fill ${id}`, expected: 'none at Kraken', found: 'in the ledger' })),
  ];
}

interface Account {
  readonly rest: KrakenRest;
  readonly start: number;
  /** Kraken's ids of the ledger's orders. */
  readonly ours: ReadonlySet<string | undefined>;
}

/** Orders under this bot's ids that its ledger does not hold. */
async function strangers(
  view: LedgerView,
  { rest, pair, start, ours }: Account & { pair: KrakenPair },
): Promise<Difference[]> {
  const known = [...(await rest.account.openOrders()), ...(await all(rest.account.closedOrders({ start })))];
  return known
    .filter(
      ({ clientOrderId, pair: name }) =>
        clientOrderId?.startsWith(`${view.botId}-`) === true && name !== undefined && isNameOf(pair, name),
    )
    .filter(({ exchangeOrderId }) => !ours.has(exchangeOrderId))
    .map(({ exchangeOrderId, clientOrderId }) => ({
      about: `order ${exchangeOrderId} (${clientOrderId})`,
      expected: 'none: the ledger does not know it',
      found: 'at Kraken',
    }));
}

/** Balances are the account's: they can be compared where all that happened on it since the ledger began was the bot's. */
async function checkBalances(
  { ledger, opened, base, quote }: LedgerView,
  { rest, trades, ours }: Omit<Account, 'start'> & { trades: readonly TradeInfo[] },
  notes: string[],
): Promise<Difference[]> {
  const others = trades.filter(({ exchangeOrderId, time }) => time > opened.time && !ours.has(exchangeOrderId)).length;
  const moved = (await all(rest.account.ledgers({ start: opened.time }))).filter(
    ({ type, asset, time }) =>
      type !== 'trade' &&
      type !== 'rollover' &&
      type !== 'margin' &&
      time > opened.time &&
      (asset === base || asset === quote),
  ).length;
  if (others > 0 || moved > 0) {
    notes.push(
      `balances are not compared: ${others} fills of others and ${moved} deposits, withdrawals or the like on the account`,
    );
    return [];
  }
  const balances = await rest.account.balances();
  const told = (asset: string) => balances.find((one) => one.asset === asset)?.total ?? Decimal.ZERO;
  const held = told(base);
  return [
    ...compareDown(`balance of ${quote}`, told(quote), ledger.cash),
    // What was there before the bot began is nobody's business here; less than it holds cannot be.
    ...(held.isLessThan(ledger.holding.round(held.scale, 'down'))
      ? [{ about: `balance of ${base}`, expected: `at least ${ledger.holding.toString()}`, found: held.toString() }]
      : []),
  ];
}

/** Kraken tells balances with fewer digits than it books. */
function compareDown(about: string, told: Decimal, booked: Decimal): Difference[] {
  return booked
    .minus(told)
    .abs()
    .isGreaterThan(Decimal.of(1n, Math.min(told.scale, 4)))
    ? [{ about, expected: told.toString(), found: booked.toString() }]
    : [];
}
