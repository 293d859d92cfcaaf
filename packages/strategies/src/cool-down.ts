/** After `start`, the next `candles` candles are cool; counts by `update`, once a candle. */
export class CoolDown {
  private readonly candles: number;
  private remaining = 0;

  constructor(candles: number) {
    this.candles = candles;
  }

  update(): void {
    if (this.remaining > 0) this.remaining -= 1;
  }

  start(): void {
    this.remaining = this.candles + 1;
  }

  get isActive(): boolean {
    return this.remaining > 0;
  }
}
