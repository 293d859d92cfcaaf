import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  type IPriceLine,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type SeriesMarker,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BotNews } from '../../src/live/sources.js';
import type { CandleRow, ChartMark, ChartView } from '../../src/live/views.js';
import { currentTheme, type Theme } from '../shared/theme.js';
import { seconds, useChart } from '../shared/use-chart.js';
import { ask } from './ask.js';
import { type BotView, useNews } from './use-bots.js';

/** Candles shown at first; older ones are there to scroll to. */
const FIRST_SHOWN = 120;

/** Candles as they grow, with entries, exits, stops, targets and the strategy's own lines. */
export function LiveChart({ bot }: { readonly bot: BotView }) {
  const [view, setView] = useState<ChartView | undefined>(undefined);
  const [error, setError] = useState('');
  const { id } = bot.about;
  useEffect(() => {
    const load = async () => {
      try {
        setView(await ask<ChartView>(`/api/bots/${id}/chart`));
      } catch (failure) {
        setError(failure instanceof Error ? failure.message : String(failure));
      }
    };
    void load();
  }, [id]);
  if (view === undefined) return <p class="muted">{error === '' ? 'Asking for candles…' : `No candles: ${error}`}</p>;
  return <Drawn bot={bot} view={view} />;
}

type AnySeries = ISeriesApi<'Line'> | ISeriesApi<'Histogram'>;

interface DrawnChart {
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly plots: ReadonlyMap<string, AnySeries>;
  readonly setMarks: (marks: SeriesMarker<UTCTimestamp>[]) => void;
}

function Drawn({ bot, view }: { readonly bot: BotView; readonly view: ChartView }) {
  const { about, status } = bot;
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const marks = useRef<ChartMark[]>([...view.marks]);
  const lines = useRef<IPriceLine[]>([]);
  const last = useRef<CandleRow | undefined>(view.candles.at(-1));
  const first = view.candles.at(-FIRST_SHOWN) ?? view.candles[0];
  const element = useChart([first?.[0] ?? 0, (last.current?.[0] ?? 0) + about.interval * 60_000], (chart) => {
    const minMove = 10 ** -about.priceDecimals;
    const candles = chart.addSeries(CandlestickSeries, {
      priceFormat: { type: 'price', precision: about.priceDecimals, minMove },
    });
    candles.setData(view.candles.map(candleOf));
    const panes = [...new Set(about.plots.map(({ pane }) => pane))].filter((pane) => pane !== 'price');
    const times = view.candles.slice(0, view.isGrowing ? -1 : undefined).map(([time]) => seconds(time));
    const plots = new Map<string, AnySeries>();
    for (const { value, pane, kind } of about.plots) {
      const at = pane === 'price' ? 0 : panes.indexOf(pane) + 1;
      const common = {
        title: value.split('.').at(-1) ?? value,
        priceLineVisible: false,
        lastValueVisible: pane !== 'price',
      };
      const series =
        kind === 'histogram'
          ? chart.addSeries(HistogramSeries, common, at)
          : chart.addSeries(
              LineSeries,
              {
                ...common,
                lineWidth: 1,
                ...(kind === 'dots' && { lineVisible: false, pointMarkersVisible: true, pointMarkersRadius: 1.5 }),
              },
              at,
            );
      const values = view.indicators[value] ?? [];
      series.setData(
        times.flatMap((time, row) => {
          const one = values[row];
          return one === null || one === undefined ? [{ time }] : [{ time, value: one }];
        }),
      );
      plots.set(value, series);
    }
    for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(index === 0 ? 4 : 1);
    const markers = createSeriesMarkers(candles, []);
    drawn.current = { candles, plots, setMarks: (all) => markers.setMarkers(all) };
    return {
      show: () => false,
      look(theme) {
        const { up, down, series } = theme;
        candles.applyOptions({
          upColor: up,
          downColor: down,
          wickUpColor: up,
          wickDownColor: down,
          borderVisible: false,
        });
        for (const [index, one] of [...plots.values()].entries())
          one.applyOptions({ color: series[index % series.length] ?? 'gray' });
        markers.setMarkers(marks.current.map((mark) => markerOf(mark, theme)));
      },
    };
  });
  const hear = useCallback((news: BotNews) => {
    const chart = drawn.current;
    if (chart === undefined) return;
    if (news.type === 'candle' && (last.current === undefined || news.candle[0] >= last.current[0])) {
      last.current = news.candle;
      chart.candles.update(candleOf(news.candle));
    } else if (news.type === 'indicators' && last.current !== undefined) {
      const time = seconds(last.current[0]);
      for (const [name, value] of Object.entries(news.values)) {
        if (value !== null) chart.plots.get(name)?.update({ time, value });
      }
    } else if (news.type === 'trade') {
      marks.current.push(news.mark);
      chart.setMarks(marks.current.map((mark) => markerOf(mark, currentTheme())));
    }
  }, []);
  useNews(hear);
  const guards = status.openTrades.flatMap(({ stopPrice, targetPrice }) => [
    ...(stopPrice === undefined ? [] : [['stop', stopPrice] as const]),
    ...(targetPrice === undefined ? [] : [['target', targetPrice] as const]),
  ]);
  const shown = JSON.stringify(guards);
  useEffect(() => {
    const { candles } = drawn.current ?? {};
    const { up, down } = currentTheme();
    for (const line of lines.current) candles?.removePriceLine(line);
    lines.current = guards.flatMap(([title, price]) => {
      const line = candles?.createPriceLine({
        price: Number(price),
        title,
        color: title === 'stop' ? down : up,
        lineWidth: 1,
        lineStyle: LineStyle.Dashed,
      });
      return line === undefined ? [] : [line];
    });
  }, [shown]);
  return (
    <figure>
      <div
        class="chart taller"
        ref={element}
        role="img"
        aria-label={`Candles of ${about.pair}, last at ${status.price.last}`}
      />
      <figcaption>
        Arrows: entries and exits, with their reason. Dashed lines: stops and targets of open trades.
      </figcaption>
    </figure>
  );
}

function candleOf([time, open, high, low, close]: CandleRow) {
  return { time: seconds(time), open, high, low, close };
}

function markerOf({ time, side, reason, profit }: ChartMark, { up, down, text }: Theme): SeriesMarker<UTCTimestamp> {
  const result = profit === undefined ? '' : ` ${Number(profit) < 0 ? '−' : '+'}${Math.abs(Number(profit)).toFixed(2)}`;
  const colour = Number(profit) < 0 ? down : up;
  return {
    time: seconds(time),
    position: side === 'buy' ? 'belowBar' : 'aboveBar',
    shape: side === 'buy' ? 'arrowUp' : 'arrowDown',
    color: profit === undefined ? text : colour,
    text: `${reason}${result}`,
  };
}
