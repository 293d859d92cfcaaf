import type { Decimal } from '@fathom/contracts';

/** A JSON number by its very digits: `0.50930100` stays that, in both directions. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `value` with exactly `decimals` digits after the point. */
export function digits(value: Decimal, decimals: number): Digits {
  return new Digits(value.toFixed(decimals));
}
