import { Decimal, type Instrument } from '@fathom/contracts';

/** How large an entry is. */
export type Sizing =
  | { readonly type: 'quantity' /** Base units. */; readonly quantity: Decimal }
  | { readonly type: 'equity-fraction' /** Share of equity, fees included, in (0, 1]. */; readonly fraction: number };

/** What the size is computed from. */
export interface SizingInput {
  readonly sizing: Sizing;
  readonly instrument: Instrument;
  /** Quote units. */
  readonly equity: number;
  /** Quote per base unit. */
  readonly price: number;
  /** Percent of cost the exchange will take. */
  readonly takerFeePercent: number;
}

/** The entry's quantity in base units, cut down to the digits the exchange keeps; may be zero. */
export function entryQuantity(input: SizingInput): Decimal {
  if (input.sizing.type === 'quantity') return input.sizing.quantity;
  const spend = input.equity * input.sizing.fraction;
  const costPerUnit = input.price * (1 + input.takerFeePercent / 100);
  if (!(spend > 0) || !(costPerUnit > 0)) return Decimal.ZERO;
  return Decimal.fromNumber(spend / costPerUnit).round(input.instrument.quantityDecimals, 'down');
}
