/**
 * A growing list of ids in a flat array. Most of a backtest's are numbers, which become text when somebody looks.
 */
export class IdColumn {
  private readonly write: (id: number) => string;
  private readonly numbers: number[] = [];
  /** Those that are no numbers, by index. */
  private readonly texts = new Map<number, string>();

  /** @param write how a number is written */
  constructor(write: (id: number) => string) {
    this.write = write;
  }

  push(id: string | number): void {
    if (typeof id === 'string') this.texts.set(this.numbers.length, id);
    this.numbers.push(typeof id === 'string' ? Number.NaN : id);
  }

  /** @param index must be within the list. */
  at(index: number): string {
    return this.texts.get(index) ?? this.write(this.numbers[index] ?? Number.NaN);
  }
}
