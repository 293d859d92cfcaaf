/** A path or member name as messages show it: as it is, unless it would break the line. */
export function showName(name: string): string {
  return /\p{Cc}/u.test(name) ? JSON.stringify(name) : name;
}
