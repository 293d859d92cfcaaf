import { describe, expect, it } from 'vitest';
import { Progress } from './progress.js';

function progress(isTTY: boolean) {
  let now = 0;
  const shown: string[] = [];
  const line = new Progress({ err: { write: (text) => shown.push(text), isTTY }, stopwatch: () => now }, 'reading');
  const at = (ms: number, done: number, total: number) => {
    now = ms;
    line.update(done, total);
  };
  return { at, shown, line };
}

describe('progress', () => {
  it('is shown from the second second on, ten times a second at most, and wiped at the end', () => {
    const { at, shown, line } = progress(true);
    at(900, 1, 4);
    at(1100, 2, 4);
    at(1150, 3, 4);
    at(1300, 3_000_000, 0);
    line.end();
    line.end();
    expect(shown).toEqual(['\r\u001B[Kreading 50 %', '\r\u001B[Kreading 3 MB', '\r\u001B[K']);
  });

  it('is for terminals only', () => {
    const { at, shown, line } = progress(false);
    at(5000, 1, 2);
    line.end();
    expect(shown).toEqual([]);
  });
});
