import { Decimal } from '@fathom/contracts';
import { recordedCalls } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { bitcoin, d } from '../../testing/exchange.js';
import { Market } from './market.js';
import { percentOf } from './percent.js';

interface RecordedFill {
  readonly price: string;
  readonly vol: string;
  readonly cost: string;
  readonly fee: string;
  readonly margin: string;
  readonly misc: string;
}

/** Fills of a real account in 2020. */
function recordedFills(): RecordedFill[] {
  return recordedCalls()
    .filter(({ path }) => path.endsWith('/TradesHistory'))
    .flatMap(({ text }) => {
      const answer: { result?: { trades?: Record<string, RecordedFill> } } = JSON.parse(text);
      return Object.values(answer.result?.trades ?? {});
    });
}

const digits = (text: string) => text.split('.')[1]?.length ?? 0;
const feePercent = ({ cost, fee }: RecordedFill) => d(fee).times(d('100')).dividedBy(d(cost), 2).toString();
const marketWith = (costDecimals: number) => new Market({ ...bitcoin, costDecimals });

describe('costs and fees of recorded fills', () => {
  const fills = recordedFills();

  it('are rounded to nearest, as ours', () => {
    const single = fills.filter(({ price, vol, cost }) =>
      // Others have an averaged price.
      d(price)
        .times(d(vol))
        .minus(d(cost))
        .abs()
        .isLessThan(Decimal.of(1n, digits(cost))),
    );
    expect(single.length).toBeGreaterThan(10);
    for (const { price, vol, cost, fee } of single) {
      const market = marketWith(digits(cost));
      expect(market.cost(d(price), d(vol)).toFixed(digits(cost))).toBe(cost);
      const ours = ['0.16', '0.26', '0.27', '0.28'].map((rate) => market.rounded(percentOf(d(cost), d(rate))));
      expect(ours.map((one) => one.toFixed(digits(fee)))).toContain(fee);
    }
  });

  it('contain the opening fee of a margin, and only when they open', () => {
    const onMargin = fills.filter(({ margin }) => Number(margin) > 0);
    const opening = onMargin.filter(({ misc }) => misc === '').map(feePercent);
    const closing = onMargin.filter(({ misc }) => misc === 'closing').map(feePercent);
    expect(new Set(opening)).toEqual(new Set(['0.27', '0.28']));
    expect(new Set(closing)).toEqual(new Set(['0.26', '0.16']));
  });
});
