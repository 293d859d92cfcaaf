import type { ConditionalClose, Decimal, OrderSide, OrderTerms } from '@fathom/contracts';
import type { VenueOrderRequest, VenueOrderSpec } from '@fathom/simulator';
import type { Arguments } from '../arguments.js';
import type { Pair } from '../pairs.js';
import { invalid } from '../refusal.js';
import { readOffset, readPrice, sharpIsAbove } from './price-form.js';
import { readClientOrderId, readUserReference } from './read-ids.js';
import { readDeadline, readExpiry, readStart } from './read-times.js';

/** Kraken's words for kinds of orders. */
const ORDER_TYPES = [
  'market',
  'limit',
  'iceberg',
  'stop-loss',
  'take-profit',
  'stop-loss-limit',
  'take-profit-limit',
  'trailing-stop',
  'trailing-stop-limit',
  'settle-position',
] as const;

const CLOSE_TYPES = ['limit', 'stop-loss', 'take-profit', 'stop-loss-limit', 'take-profit-limit'] as const;
const FLAGS = ['post', 'fcib', 'fciq', 'nompp', 'viqc'] as const;
const SELF_TRADE_RULES = ['cancel-newest', 'cancel-oldest', 'cancel-both'] as const;

type Flag = (typeof FLAGS)[number];

export interface Surroundings {
  readonly pair: Pair;
  /** Price of the last trade. */
  readonly last: Decimal | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** How far the clock that customers see is ahead of that. */
  readonly skewMs: number;
}

/** What AddOrder was asked. */
export interface OrderAsked {
  readonly request: VenueOrderRequest;
  readonly flags: readonly Flag[];
}

/**
 * Reads AddOrder's parameters (docs.kraken.com, "Add Order"). What is not known is not looked at.
 * @throws {Refusal} `EGeneral:Invalid arguments:<name>` for what is missing or malformed.
 */
export function readOrder(args: Arguments, around: Surroundings): OrderAsked {
  const side = args.word('type', ['buy', 'sell']);
  if (side === undefined) throw invalid('type');
  const flags = readFlags(args);
  const clientOrderId = readClientOrderId(args);
  const userReference = readUserReference(args);
  // "mutually exclusive", says the documentation of both.
  if (clientOrderId !== undefined && userReference !== undefined) throw invalid('userref');
  args.word('stptype', SELF_TRADE_RULES);
  const deadline = readDeadline(args, around);
  return {
    flags,
    request: {
      pair: around.pair.instrument.name,
      order: readSpec(args, side, around),
      terms: readTerms(args, side, flags, around),
      quantityIn: flags.includes('viqc') ? 'quote' : 'base',
      ...(flags.includes('fcib') ? { feeIn: 'base' as const } : {}),
      ...(flags.includes('fciq') ? { feeIn: 'quote' as const } : {}),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
      ...(userReference === undefined ? {} : { userReference }),
      ...(deadline === undefined ? {} : { deadline }),
      ...(args.flag('validate') ? { validateOnly: true } : {}),
    },
  };
}

function readFlags(args: Arguments): Flag[] {
  const flags = (args.list('oflags') ?? []).map((word) => {
    const flag = FLAGS.find((known) => known === word);
    if (flag === undefined) throw invalid('oflags');
    return flag;
  });
  if (flags.includes('fcib') && flags.includes('fciq')) throw invalid('oflags');
  return [...new Set(flags)];
}

function readSpec(args: Arguments, side: OrderSide, around: Surroundings): VenueOrderSpec {
  const type = args.word('ordertype', ORDER_TYPES);
  const quantity = args.decimal('volume');
  if (quantity === undefined) throw invalid('volume');
  const priceOf = (name: 'price' | 'price2', kind: 'limit' | 'stop-loss' | 'take-profit') =>
    readPrice(name, args.required(name), { ...around, sharpIsAbove: sharpIsAbove(side, kind) });
  const basics = { side, quantity };
  switch (type) {
    case undefined:
      throw invalid('ordertype');
    case 'market':
    case 'settle-position':
      return { ...basics, type: 'market' };
    case 'limit':
    case 'iceberg': {
      const displayQuantity = args.decimal('displayvol');
      const price = priceOf('price', 'limit');
      if (displayQuantity !== undefined) return { ...basics, type: 'iceberg', price, displayQuantity };
      if (type === 'iceberg') throw invalid('displayvol');
      return { ...basics, type: 'limit', price };
    }
    case 'stop-loss':
    case 'take-profit':
      return { ...basics, type, price: priceOf('price', type) };
    case 'stop-loss-limit':
    case 'take-profit-limit': {
      const price = priceOf('price', type === 'stop-loss-limit' ? 'stop-loss' : 'take-profit');
      return { ...basics, type, price, limitPrice: priceOf('price2', 'limit') };
    }
    case 'trailing-stop':
      return { ...basics, type, offset: readOffset('price', args.required('price')) };
    case 'trailing-stop-limit': {
      const offset = readOffset('price', args.required('price'));
      return { ...basics, type, offset, limitOffset: readOffset('price2', args.required('price2'), ['+', '-', '']) };
    }
    default:
      return type satisfies never;
  }
}

function readTerms(args: Arguments, side: OrderSide, flags: readonly Flag[], around: Surroundings): OrderTerms {
  const leverage = readLeverage(args);
  const expiresAt = readExpiry(args, around.now);
  const startsAt = readStart(args, around.now);
  const timeInForce = args.word('timeinforce', ['GTC', 'IOC', 'GTD']);
  if (timeInForce === 'GTD' && expiresAt === undefined) throw invalid('expiretm');
  const trigger = args.word('trigger', ['last', 'index']);
  const isReduceOnly = args.flag('reduce_only');
  if (isReduceOnly && leverage === undefined) throw invalid('reduce_only');
  const conditionalClose = readClose(args, side, around);
  return {
    ...(leverage === undefined ? {} : { leverage }),
    ...(isReduceOnly ? { reduceOnly: true } : {}),
    ...(flags.includes('post') ? { postOnly: true } : {}),
    ...(timeInForce === 'IOC' ? { timeInForce: 'ioc' as const } : {}),
    ...(expiresAt === undefined ? {} : { timeInForce: 'gtd' as const, expiresAt }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(conditionalClose === undefined ? {} : { conditionalClose }),
  };
}

/** `2`, or `2:1`; `none`, 0 and 1 are no leverage. */
function readLeverage(args: Arguments): number | undefined {
  const text = args.text('leverage');
  if (text === undefined || text === 'none') return undefined;
  const match = /^(\d{1,3})(:1)?$/.exec(text);
  if (match === null) throw invalid('leverage');
  const leverage = Number(match[1]);
  return leverage < 2 ? undefined : leverage;
}

function readClose(args: Arguments, side: OrderSide, around: Surroundings): ConditionalClose | undefined {
  const type = args.word('close[ordertype]', CLOSE_TYPES);
  if (type === undefined) return undefined;
  const opposite = side === 'buy' ? 'sell' : 'buy';
  const kind = type === 'limit' ? 'limit' : type.startsWith('stop-loss') ? 'stop-loss' : 'take-profit';
  const priceOf = (name: string, direction: 'limit' | 'stop-loss' | 'take-profit') =>
    readPrice(name, args.required(name), { ...around, sharpIsAbove: sharpIsAbove(opposite, direction) });
  const price = priceOf('close[price]', kind);
  return type.endsWith('-limit') ? { type, price, limitPrice: priceOf('close[price2]', 'limit') } : { type, price };
}
