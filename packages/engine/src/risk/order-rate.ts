const MINUTE_MS = 60_000;

/** How many orders were sent within the last minute; bounded by the limit it is asked about. */
export class OrderRate {
  private readonly times: number[] = [];

  /** @param time milliseconds since 1970 UTC. */
  sent(time: number): void {
    this.forgetBefore(time - MINUTE_MS);
    this.times.push(time);
  }

  /** Orders of the 60 seconds that end at `time`. */
  within(time: number): number {
    this.forgetBefore(time - MINUTE_MS);
    return this.times.length;
  }

  /** A clock that was set back leaves times in the future: they count until their minute has passed. */
  private forgetBefore(time: number): void {
    const first = this.times.findIndex((sent) => sent > time);
    this.times.splice(0, first < 0 ? this.times.length : first);
  }
}
