import { describe, expect, it } from 'vitest';
import { SkippedFrames } from './skipped-frames.js';

const reason = 'channel "level9" is not known';

describe('SkippedFrames', () => {
  it('says the first at once, then a line a minute that counts what it passed over', () => {
    const skipped = new SkippedFrames();
    const lines = Array.from({ length: 121 }, (_, second) => skipped.line({ time: second * 1000, reason }));
    expect(lines.flatMap((line, second) => (line === undefined ? [] : [[second, line]]))).toEqual([
      [0, `skipped what is not understood: ${reason}`],
      [60, `skipped what is not understood: ${reason}, and 59 more since the last such line`],
      [120, `skipped what is not understood: ${reason}, and 59 more since the last such line`],
    ]);
  });

  it('is not silenced by a clock that was set back', () => {
    const skipped = new SkippedFrames();
    skipped.line({ time: 3_600_000, reason });
    expect(skipped.line({ time: 0, reason })).toContain(reason);
  });
});
