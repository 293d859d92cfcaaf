/** Shortens a list to its newest `kept` when it has grown to twice as many; what it drops, oldest first. */
export function keepNewest<T>(list: T[], kept: number): readonly T[] {
  return list.length > 2 * kept ? list.splice(0, list.length - kept) : [];
}
