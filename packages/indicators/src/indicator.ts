/**
 * A technical indicator fed one input at a time, oldest first; a step costs nanoseconds and allocates nothing.
 *
 * Time is not an input: a missing candle is simply no update, and the next one follows the last one seen.
 * Every numeric output is NaN until ready and finite from then on, flat markets included.
 */
export interface Indicator<Input, Output> {
  /** Inputs needed until ready; ready from exactly that many on. */
  readonly warmup: number;
  readonly isReady: boolean;
  /** The output after the last update. Indicators with several outputs make the object on access; read their fields in hot code. */
  readonly value: Output;
  /**
   * Takes the next input.
   * @throws {RangeError} when a number in it is not finite. The state is then unchanged, so one bad input
   *   never poisons what follows. Feed one indicator into another only once the first is ready.
   */
  update(input: Input): void;
}
