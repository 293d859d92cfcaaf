import { Decimal, type Instrument } from '@fathom/contracts';

/** How large an entry is. */
export type Sizing = { readonly type: 'quantity' /** Base units. */; readonly quantity: Decimal } | FractionSizing;

interface FractionSizing {
  readonly type: 'equity-fraction' /** Share of equity, fee and expected slippage included, in (0, 1]. */;
  readonly fraction: number;
}

/** What the size is computed from. */
export interface SizingInput {
  readonly sizing: FractionSizing;
  readonly instrument: Instrument;
  /** Quote units. */
  readonly equity: number;
  /** Quote per base unit. */
  readonly price: number;
  /** What a market entry takes in all, in units of its cost: 1.0045 with 0.4 % fee and 0.05 % slippage. */
  readonly costFactor: number;
}

/** The entry's quantity in base units, cut down to the digits the exchange keeps; may be zero. */
export function entryQuantity(input: SizingInput): Decimal {
  const spend = input.equity * input.sizing.fraction;
  const costPerUnit = input.price * input.costFactor;
  if (!(spend > 0) || !(costPerUnit > 0)) return Decimal.ZERO;
  return Decimal.fromNumber(spend / costPerUnit).round(input.instrument.quantityDecimals, 'down');
}
