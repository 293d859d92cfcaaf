/** Items by time, the earliest first, among equals the one whose `order` is least. */
export class ReplayQueue<Item extends { readonly time: number; readonly order: number }> {
  readonly #heap: Item[] = [];

  get first(): Item | undefined {
    return this.#heap[0];
  }

  push(item: Item): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(item);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(item, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = item;
  }

  shift(): Item | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const item = heap.pop();
    if (item === undefined || item === first) return first;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const isRight = right !== undefined && left !== undefined && isBefore(right, left);
      const least = isRight ? right : left;
      if (least === undefined || !isBefore(least, item)) break;
      heap[index] = least;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = item;
    return first;
  }
}

function isBefore(a: { time: number; order: number }, b: { time: number; order: number }): boolean {
  return a.time === b.time ? a.order < b.order : a.time < b.time;
}
