import { median, runNode } from './processes.js';

interface Captured {
  readonly isWhole: boolean;
  readonly perSecond: number;
  readonly cpuPercent: number;
  readonly usMessage: number;
  readonly rssMiB: number;
}

/** The collector over a local socket, every message verified and stored; needs /proc, so Linux. */
export function collectorCapture(rounds: number, row: (what: string, figures: readonly string[]) => void): void {
  if (process.platform !== 'linux') return;
  for (const [rate, seconds] of [
    [20_000, 15],
    [100_000, 5],
    [0, 3],
  ]) {
    const runs = Array.from({ length: rounds }, (): Captured => {
      const captured: Captured = JSON.parse(runNode('./collector-capture.mjs', [String(rate), String(seconds)]).out);
      if (!captured.isWhole) throw new Error('the collector has not stored every message, or not verified it');
      return captured;
    });
    const of = (figure: Exclude<keyof Captured, 'isWhole'>) => median(runs.map((run) => run[figure]));
    row(`collector, ${rate === 0 ? 'flat out' : `${rate} messages/s`}`, [
      `${of('perSecond').toFixed(0)} messages/s`,
      `${of('cpuPercent').toFixed(0)} % of a core`,
      `${of('usMessage').toFixed(1)} us a message`,
      `${of('rssMiB').toFixed(0)} MiB`,
    ]);
  }
}
