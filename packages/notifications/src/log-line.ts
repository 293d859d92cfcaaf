/** How bad a line is, by winston's measure (0 is worst), and as Python's logging writes it. */
export const LEVELS = { critical: 0, error: 1, warn: 2, info: 3, debug: 4 } as const;
export type Level = keyof typeof LEVELS;

const NAMES: Readonly<Record<Level, string>> = {
  critical: 'CRITICAL',
  error: 'ERROR',
  warn: 'WARNING',
  info: 'INFO',
  debug: 'DEBUG',
};

let cachedSecond = Number.NaN;
let cachedText = '';

/** `2018-04-17 14:42:55,432:INFO:message` and a line end; `now` in milliseconds since 1970, the text in UTC. */
export function logLine(now: number, level: Level, text: string): string {
  const time = Math.floor(now);
  const second = Math.floor(time / 1000);
  // Thousands of lines share a second in a backtest; formatting one costs more than all else here.
  if (second !== cachedSecond) {
    cachedText = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');
    cachedSecond = second;
  }
  const milliseconds = String(time - second * 1000).padStart(3, '0');
  return `${cachedText},${milliseconds}:${NAMES[level]}:${text}\n`;
}
