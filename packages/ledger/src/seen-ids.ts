/** More than an exchange could tell again; a rollover every four hours makes a year of it with one position. */
const KEPT = 2048;

/** Remembers the newest ids, so that what is told twice counts once. */
export class SeenIds {
  private readonly ids = new Set<string>();

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** @returns false when it is known already. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    for (const oldest of this.ids) {
      if (this.ids.size <= KEPT) break;
      this.ids.delete(oldest);
    }
    return true;
  }
}
