/** What is said of segments that were damaged before they were sealed: one line each, for those who look for more in them. */
export function setAsideNote(paths: readonly string[]): string {
  return paths.map((path) => `damaged before it was sealed: ${path}\n`).join('');
}
