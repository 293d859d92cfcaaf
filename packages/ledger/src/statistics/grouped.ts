import { TradeGroup } from './trade-group.js';

/** Groups of trades by a key, in the order their keys first appear. */
export class Grouped<Key> {
  private readonly groups = new Map<Key, TradeGroup>();

  /** The group of a key, a new one the first time. */
  of(key: Key): TradeGroup {
    let group = this.groups.get(key);
    if (group === undefined) {
      group = new TradeGroup();
      this.groups.set(key, group);
    }
    return group;
  }

  entries(): [Key, TradeGroup][] {
    return [...this.groups];
  }
}
