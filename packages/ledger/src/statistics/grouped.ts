import { TradeGroup } from './trade-group.js';

/** Groups of trades by a key, in the order their keys first appear. */
export class Grouped<Key> {
  private readonly groups = new Map<Key, TradeGroup>();
  /** Trades of a kind mostly follow one another. */
  private latestKey: Key | undefined = undefined;
  private latest: TradeGroup | undefined = undefined;

  /** The group of a key, a new one the first time. */
  of(key: Key): TradeGroup {
    if (this.latest !== undefined && this.latestKey === key) return this.latest;
    let group = this.groups.get(key);
    if (group === undefined) {
      group = new TradeGroup();
      this.groups.set(key, group);
    }
    this.latestKey = key;
    this.latest = group;
    return group;
  }

  entries(): [Key, TradeGroup][] {
    return [...this.groups];
  }
}
