import { Decimal } from '@fathom/contracts';

/**
 * A growing list of decimals in two flat arrays. A million of them cost the garbage collector nothing to carry
 * along, where a million objects are copied and traced again and again.
 */
export class DecimalColumn {
  private units = new Float64Array(64);
  private scales = new Uint8Array(64);
  /** Those a double cannot hold, by index. */
  private readonly large = new Map<number, Decimal>();
  private length = 0;

  push(value: Decimal): void {
    if (this.length === this.units.length) this.grow();
    const units = value.safeUnits;
    this.units[this.length] = units;
    this.scales[this.length] = value.scale;
    if (Number.isNaN(units) || value.scale > 255) this.large.set(this.length, value);
    this.length += 1;
  }

  /** @param index must be within the list. */
  at(index: number): Decimal {
    const large = this.large.size === 0 ? undefined : this.large.get(index);
    return large ?? Decimal.ofSafe(this.units[index] ?? Number.NaN, this.scales[index] ?? 0);
  }

  private grow(): void {
    const units = new Float64Array(this.length * 2);
    units.set(this.units);
    this.units = units;
    const scales = new Uint8Array(this.length * 2);
    scales.set(this.scales);
    this.scales = scales;
  }
}
