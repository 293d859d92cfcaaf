/** The newest `capacity` items; older ones are forgotten. */
export class Ring<Item> {
  readonly #capacity: number;
  readonly #items: Item[] = [];
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#items.length;
  }

  push(item: Item): void {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#oldest] = item;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
  }

  /** 0 is the oldest. */
  at(index: number): Item | undefined {
    return index < 0 || index >= this.#items.length
      ? undefined
      : this.#items[(this.#oldest + index) % this.#items.length];
  }

  /** The first index for which `test` holds, when it holds for all behind it as well; `length` when for none. */
  firstWhere(test: (item: Item) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = this.at(middle);
      if (item !== undefined && test(item)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** From `start` on, at most `count`, oldest first. */
  slice(start: number, count: number): Item[] {
    const first = Math.max(0, start);
    const items: Item[] = [];
    for (let index = first; index < Math.min(this.length, first + count); index += 1) {
      const item = this.at(index);
      if (item !== undefined) items.push(item);
    }
    return items;
  }
}
