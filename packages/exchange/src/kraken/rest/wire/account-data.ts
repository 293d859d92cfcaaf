import { Decimal, type Liquidity, type OrderSide } from '@fathom/contracts';
import { assetName } from './asset-names.js';
import {
  decimal,
  decimalOrNone,
  mapOf,
  numberOrNone,
  present,
  record,
  text,
  textOrNone,
  time,
  timeOrNone,
  WireError,
} from './fields.js';

/** What there is of one asset. */
export interface KrakenBalance {
  /** `BTC`; `BTC.M` where Kraken keeps it apart. */
  readonly asset: string;
  readonly total: Decimal;
  /** Held by open orders; 0 where only the total was asked for. */
  readonly held: Decimal;
  readonly free: Decimal;
}

/** Balance: totals. */
export function readBalance(value: unknown, at: string, id: string): KrakenBalance {
  const total = decimal(value, at);
  return { asset: assetName(id), total, held: Decimal.ZERO, free: total };
}

/** BalanceEx: totals and what orders hold. Credit lines are not counted as ours. */
export function readExtendedBalance(value: unknown, at: string, id: string): KrakenBalance {
  const fields = record(value, at);
  const total = decimal(fields['balance'], `${at}.balance`);
  const held = decimalOrNone(fields['hold_trade'], `${at}.hold_trade`) ?? Decimal.ZERO;
  return { asset: assetName(id), total, held, free: total.minus(held) };
}

/** TradeBalance, in the asset it was asked in (USD). */
export interface TradeBalance {
  /** All assets together. */
  readonly equivalentBalance: Decimal;
  /** Of the assets that may serve as collateral. */
  readonly tradeBalance: Decimal;
  /** Used by open positions. */
  readonly usedMargin: Decimal;
  readonly unrealizedProfit: Decimal;
  readonly positionCost: Decimal;
  readonly positionValue: Decimal;
  readonly equity: Decimal;
  readonly freeMargin: Decimal;
  /** Percent; absent without positions. */
  readonly marginLevelPercent?: Decimal;
}

export function readTradeBalance(value: unknown, at: string): TradeBalance {
  const fields = record(value, at);
  const amount = (name: string) => decimal(fields[name], `${at}.${name}`);
  return {
    equivalentBalance: amount('eb'),
    tradeBalance: amount('tb'),
    usedMargin: amount('m'),
    unrealizedProfit: amount('n'),
    positionCost: amount('c'),
    positionValue: amount('v'),
    equity: amount('e'),
    freeMargin: amount('mf'),
    ...present({ marginLevelPercent: decimalOrNone(fields['ml'], `${at}.ml`) }),
  };
}

/** One execution of an order of the account, as TradesHistory and QueryTrades tell it. */
export interface TradeInfo {
  /** `TYTR6W-ABTLT-AUHQW5`. */
  readonly id: string;
  readonly exchangeOrderId: string;
  readonly clientOrderId?: string;
  readonly positionId?: string;
  readonly pair: string;
  readonly time: number;
  readonly side: OrderSide;
  /** `limit`, `market`, `stop market`, … */
  readonly orderType: string;
  readonly price: Decimal;
  /** Quote units. */
  readonly cost: Decimal;
  readonly fee: Decimal;
  /** Base units. */
  readonly quantity: Decimal;
  /** Quote units of margin used; 0 without. */
  readonly margin: Decimal;
  readonly misc?: string;
  /** Where Kraken says it (since 2023). */
  readonly liquidity?: Liquidity;
  /** The public number of the print, where Kraken says it. */
  readonly marketTradeId?: number;
}

export function readAccountTrade(value: unknown, at: string, id: string): TradeInfo {
  const trade = record(value, at);
  const maker = trade['maker'];
  return {
    id,
    exchangeOrderId: text(trade['ordertxid'], `${at}.ordertxid`),
    ...present({ clientOrderId: textOrNone(trade['cl_ord_id']), positionId: textOrNone(trade['postxid']) }),
    pair: text(trade['pair'], `${at}.pair`),
    time: time(trade['time'], `${at}.time`),
    side: sideOf(trade['type'], `${at}.type`),
    orderType: text(trade['ordertype'], `${at}.ordertype`),
    price: decimal(trade['price'], `${at}.price`),
    cost: decimal(trade['cost'], `${at}.cost`),
    fee: decimal(trade['fee'], `${at}.fee`),
    quantity: decimal(trade['vol'], `${at}.vol`),
    margin: decimal(trade['margin'] ?? '0', `${at}.margin`),
    ...present({
      misc: textOrNone(trade['misc']),
      liquidity: typeof maker === 'boolean' ? (maker ? 'maker' : 'taker') : undefined,
      marketTradeId: numberOrNone(trade['trade_id'], `${at}.trade_id`),
    }),
  };
}

/** An open margin position. */
export interface KrakenPosition {
  readonly id: string;
  readonly exchangeOrderId: string;
  readonly pair: string;
  readonly side: OrderSide;
  readonly openedAt: number;
  /** Base units still open: Kraken's `vol` is what was opened, `vol_closed` of it is gone. */
  readonly quantity: Decimal;
  /** Quote units per base unit, from the whole opening. */
  readonly entryPrice: Decimal;
  /** Quote units, of the whole opening. */
  readonly cost: Decimal;
  readonly fee: Decimal;
  readonly margin: Decimal;
  /** Unrealized profit in quote units; only where it was asked for. */
  readonly netProfit?: Decimal;
  /** `0.0100% per 4 hours`. */
  readonly terms?: string;
  readonly nextRolloverAt?: number;
}

export function readPosition(value: unknown, at: string, id: string): KrakenPosition {
  const position = record(value, at);
  const opened = decimal(position['vol'], `${at}.vol`);
  const cost = decimal(position['cost'], `${at}.cost`);
  if (!opened.isPositive()) throw new WireError(`${at}.vol is not above 0: ${opened.toString()}`);
  return {
    id,
    exchangeOrderId: text(position['ordertxid'], `${at}.ordertxid`),
    pair: text(position['pair'], `${at}.pair`),
    side: sideOf(position['type'], `${at}.type`),
    openedAt: time(position['time'], `${at}.time`),
    quantity: opened.minus(decimal(position['vol_closed'] ?? '0', `${at}.vol_closed`)),
    entryPrice: cost.dividedBy(opened, 10),
    cost,
    fee: decimal(position['fee'], `${at}.fee`),
    margin: decimal(position['margin'], `${at}.margin`),
    ...present({
      netProfit: position['net'] === undefined ? undefined : decimal(position['net'], `${at}.net`),
      terms: textOrNone(position['terms']),
      nextRolloverAt: timeOrNone(position['rollovertm'], `${at}.rollovertm`),
    }),
  };
}

/** One booking of the account. */
export interface LedgerEntry {
  readonly id: string;
  /** The trade, deposit, … it is of. */
  readonly reference: string;
  readonly time: number;
  /** `trade`, `deposit`, `withdrawal`, `margin`, `rollover`, `transfer`, … */
  readonly type: string;
  readonly subtype?: string;
  readonly asset: string;
  /** Signed. */
  readonly amount: Decimal;
  readonly fee: Decimal;
  /** Afterwards; absent where Kraken does not say. */
  readonly balance?: Decimal;
}

export function readLedgerEntry(value: unknown, at: string, id: string): LedgerEntry {
  const entry = record(value, at);
  const balance = entry['balance'];
  return {
    id,
    reference: text(entry['refid'], `${at}.refid`),
    time: time(entry['time'], `${at}.time`),
    type: text(entry['type'], `${at}.type`),
    ...present({ subtype: textOrNone(entry['subtype']) }),
    asset: assetName(text(entry['asset'], `${at}.asset`)),
    amount: decimal(entry['amount'], `${at}.amount`),
    fee: decimal(entry['fee'], `${at}.fee`),
    ...(typeof balance === 'string' && balance !== '' && { balance: decimal(balance, `${at}.balance`) }),
  };
}

/** TradeVolume: 30 days, and what is paid now in each pair asked for. */
export interface TradeVolume {
  /** `USD`. */
  readonly currency: string;
  readonly volume: Decimal;
  readonly fees: ReadonlyMap<string, { readonly takerPercent: Decimal; readonly makerPercent: Decimal }>;
}

export function readTradeVolume(value: unknown, at: string): TradeVolume {
  const fields = record(value, at);
  const makers = percents(fields['fees_maker'], `${at}.fees_maker`);
  const fees = new Map(
    [...percents(fields['fees'], `${at}.fees`)].map(([pair, takerPercent]) => [
      pair,
      { takerPercent, makerPercent: makers.get(pair) ?? takerPercent },
    ]),
  );
  return {
    currency: assetName(text(fields['currency'], `${at}.currency`)),
    volume: decimal(fields['volume'], `${at}.volume`),
    fees,
  };
}

function percents(value: unknown, at: string): Map<string, Decimal> {
  return value === null || value === undefined
    ? new Map()
    : mapOf(value, at, (each, place) => decimal(record(each, place)['fee'], `${place}.fee`));
}

function sideOf(value: unknown, at: string): OrderSide {
  if (value !== 'buy' && value !== 'sell') throw new WireError(`${at} is not a side: ${JSON.stringify(value)}`);
  return value;
}
