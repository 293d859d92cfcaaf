/** `12 345 678`, thousands apart. */
export function countText(value: number): string {
  return value.toLocaleString('en-GB').replaceAll(',', '\u202F');
}

/** `12.3 MB`, powers of a thousand. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
}
