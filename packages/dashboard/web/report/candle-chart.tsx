import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  type SeriesMarker,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DrawnCandles } from '../../src/report/candle-block.js';
import { type CandleLevels, firstAtOrAfter } from '../shared/levels.js';
import { currentTheme, type Theme } from '../shared/theme.js';
import { seconds, useChart } from '../shared/use-chart.js';
import type { Run } from './read-runs.js';

/** Candles drawn at once, and entries and exits marked at once. */
const CANDLES = 6000;
const MARKS = 300;
/** Trades in view up to which their arrows have words. */
const NAMES = 25;

type Marks = SeriesMarker<UTCTimestamp>[];

interface CandleChartProps {
  readonly run: Run;
  readonly levels: CandleLevels;
  /** A trade to show, by its row. */
  readonly chosen: number | undefined;
}

/** Candles with the entries and exits on them, and under them what the trades that closed there came to. */
export function CandleChart({ run, levels, chosen }: CandleChartProps) {
  const { trades } = run;
  const digits = run.candles?.priceDecimals ?? 2;
  const [hidden, setHidden] = useState(0);
  const goTo = useRef<(row: number) => void>(() => undefined);
  const { start, end } = run.summary.range;
  const element = useChart([Date.parse(start), Date.parse(end)], (chart) => {
    const format = { type: 'price' as const, precision: digits, minMove: 10 ** -digits };
    const series = chart.addSeries(CandlestickSeries, { priceFormat: format, priceLineVisible: false });
    const profits = chart.addSeries(
      HistogramSeries,
      { priceLineVisible: false, lastValueVisible: false, priceFormat: { type: 'price', precision: 2 } },
      1,
    );
    chart.panes()[0]?.setStretchFactor(4);
    chart.panes()[1]?.setStretchFactor(1);
    const marks = createSeriesMarkers(series, []);
    let theme = currentTheme();
    let drawn = { from: 0, to: 0, level: -1 };
    let view: readonly [number, number] = [0, 0];
    const mark = ([from, to]: readonly [number, number]) => {
      const [first, last] = [firstAtOrAfter(trades.closedAt, from), firstAtOrAfter(trades.closedAt, to)];
      const count = last - first;
      setHidden(count <= MARKS ? 0 : count);
      marks.setMarkers(count <= MARKS ? marksOf(run, { first, last, theme, isNamed: count <= NAMES }) : []);
    };
    const show = (from: number, to: number) => {
      view = [from, to];
      const span = to - from;
      const { level } = levels.between(from, to, CANDLES / 3);
      const isThere = level === drawn.level && from >= drawn.from && to <= drawn.to;
      if (!isThere) {
        // As far again on both sides, so that moving about draws nothing anew.
        drawn = { from: from - span, to: to + span, level };
        const candles = levels.at(level, drawn.from, drawn.to);
        series.setData(candleRows(candles));
        profits.setData(profitBars(candles.openTime, trades, theme));
      }
      mark(view);
      return !isThere;
    };
    goTo.current = (row) => {
      const [opened = 0, closed = 0] = [trades.openedAt[row], trades.closedAt[row]];
      const room = Math.max(closed - opened, run.summary.interval * 60_000 * 30);
      show(opened - room, closed + room);
      chart.timeScale().setVisibleRange({ from: seconds(opened - room), to: seconds(closed + room) });
    };
    return {
      show,
      look(now) {
        theme = now;
        const { up, down } = now;
        series.applyOptions({
          upColor: up,
          downColor: down,
          wickUpColor: up,
          wickDownColor: down,
          borderVisible: false,
        });
        if (drawn.level < 0) return;
        profits.setData(profitBars(levels.at(drawn.level, drawn.from, drawn.to).openTime, trades, theme));
        mark(view);
      },
    };
  });
  useEffect(() => {
    if (chosen !== undefined) goTo.current(chosen);
  }, [chosen]);
  return (
    <figure>
      <div
        class="chart taller"
        ref={element}
        role="img"
        aria-label={`Candles of ${run.summary.instrument.name} with ${trades.id.length} trades; the table below lists them`}
      />
      <figcaption>
        {hidden > 0
          ? `${hidden} trades in view: zoom in (wheel, pinch) to see each entry and exit. The bars below add their results up.`
          : 'Arrows: entries and exits with their result. The bars below add up what closed in each candle.'}
      </figcaption>
    </figure>
  );
}

function candleRows({ openTime, open, high, low, close }: DrawnCandles) {
  return Array.from(openTime, (time, row) => ({
    time: seconds(time),
    open: open[row] ?? 0,
    high: high[row] ?? 0,
    low: low[row] ?? 0,
    close: close[row] ?? 0,
  }));
}

function profitBars(openTime: Float64Array, { closedAt, profit }: Run['trades'], { up, down }: Theme) {
  const bars: { time: UTCTimestamp; value: number; color: string }[] = [];
  let trade = firstAtOrAfter(closedAt, openTime[0] ?? 0);
  for (let row = 0; row < openTime.length && trade < closedAt.length; row += 1) {
    const until = openTime[row + 1] ?? Number.POSITIVE_INFINITY;
    let [sum, count] = [0, 0];
    for (; trade < closedAt.length && (closedAt[trade] ?? 0) < until; trade += 1) {
      sum += Number(profit[trade]);
      count += 1;
    }
    if (count > 0) bars.push({ time: seconds(openTime[row] ?? 0), value: sum, color: sum < 0 ? down : up });
  }
  return bars;
}

interface Marked {
  /** Rows of the trades, the last not included. */
  readonly first: number;
  readonly last: number;
  readonly theme: Theme;
  /** Few enough for words beside the arrows. */
  readonly isNamed: boolean;
}

function marksOf({ trades }: Run, { first, last, theme: { up, down, text }, isNamed }: Marked): Marks {
  const marks: Marks = [];
  for (let row = first; row < last; row += 1) {
    const isLong = trades.side[row] === 'long';
    const profit = Number(trades.profit[row]);
    const result = `${trades.exitReason[row] ?? ''} ${profit < 0 ? '−' : '+'}${Math.abs(profit).toFixed(2)}`;
    marks.push(
      {
        time: seconds(trades.openedAt[row] ?? 0),
        position: isLong ? 'belowBar' : 'aboveBar',
        shape: isLong ? 'arrowUp' : 'arrowDown',
        color: text,
        ...(isNamed && { text: trades.entryReason[row] ?? '' }),
      },
      {
        time: seconds(trades.closedAt[row] ?? 0),
        position: isLong ? 'aboveBar' : 'belowBar',
        shape: isLong ? 'arrowDown' : 'arrowUp',
        color: profit < 0 ? down : up,
        ...(isNamed && { text: result }),
      },
    );
  }
  return marks.toSorted((a, b) => a.time - b.time);
}
