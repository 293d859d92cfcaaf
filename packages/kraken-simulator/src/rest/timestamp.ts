/** `2024-01-24T11:45:46Z`, from milliseconds since 1970 UTC. */
export function wholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Seconds with digits down to 100 ns as Kraken writes them: `1676384710.121142`. */
export function unixSeconds(time: number): number {
  return Math.round(time * 10_000) / 10_000_000;
}

/**
 * RFC 3339 to milliseconds since 1970 UTC; undefined for anything else.
 */
export function parseTimestamp(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const time = Date.parse(text.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time) ? undefined : time;
}
