import { candle } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { candleLine } from './candle-line.js';

describe('candleLine', () => {
  const one = candle({ open: 7915.5, high: 7920, low: 7910.1, close: 7912.3 });

  it('has no close while the candle forms', () => {
    const first = candle({ open: 7915.5, close: 7915.5 });
    expect(candleLine(first, 'forming')).toBe(' Open: 7915.5 Close: None High: 7915.5 Low: 7915.5 Current: 7915.5');
  });

  it('has one when the candle has closed', () => {
    expect(candleLine(one, 'closed')).toBe(' Open: 7915.5 Close: 7912.3 High: 7920 Low: 7910.1 Current: 7912.3');
  });

  it('never writes an exponent', () => {
    expect(candleLine(candle({ close: 0.0000001 }), 'closed')).toBe(
      ' Open: 0.0000001 Close: 0.0000001 High: 0.0000001 Low: 0.0000001 Current: 0.0000001',
    );
  });
});
