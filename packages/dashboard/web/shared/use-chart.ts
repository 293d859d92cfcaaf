import { createChart, type IChartApi, type UTCTimestamp } from 'lightweight-charts';
import { useEffect, useRef } from 'preact/hooks';
import { currentTheme, onThemeChange, type Theme } from './theme.js';

/** What a chart shows; drawn again by `look` when the page's colours change. */
export interface Drawing {
  /** Gives the series the page's colours. */
  look(theme: Theme): void;
  /**
   * Draws what belongs to a stretch of time (milliseconds since 1970 UTC), if that is not there already.
   * @returns whether the data was replaced; the stretch is then brought into view again.
   */
  show(from: number, to: number): boolean;
}

/** The chart's own kind of time. */
export function seconds(ms: number): UTCTimestamp {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand, which the library has no maker of
  return (ms / 1000) as UTCTimestamp;
}

/**
 * An element that holds a chart; `draw` runs once, when it is there.
 * @param whole the stretch that is shown at first, milliseconds since 1970 UTC.
 */
export function useChart(whole: readonly [from: number, to: number], draw: (chart: IChartApi) => Drawing) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const chart = createChart(current, {
      autoSize: true,
      layout: { attributionLogo: false, panes: { enableResize: false } },
      timeScale: { timeVisible: true, secondsVisible: false, minBarSpacing: 0.05, rightOffset: 2 },
      rightPriceScale: { minimumWidth: 72 },
      localization: {
        locale: 'en-GB',
        timeFormatter: (time: number) => `${new Date(time * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      },
    });
    const drawing = draw(chart);
    const look = () => {
      const theme = currentTheme();
      chart.applyOptions({
        layout: {
          background: { color: theme.background },
          textColor: theme.text,
          panes: { separatorColor: theme.grid },
        },
        grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
        rightPriceScale: { borderColor: theme.grid },
        timeScale: { borderColor: theme.grid },
      });
      drawing.look(theme);
    };
    look();
    const stop = onThemeChange(look);
    const scale = chart.timeScale();
    const show = (from: number, to: number) => {
      if (drawing.show(from, to)) scale.setVisibleRange({ from: seconds(from), to: seconds(to) });
    };
    // What is drawn for a stretch is fitted; what is all there at once is shown from where it was asked for.
    if (drawing.show(...whole)) scale.fitContent();
    // Without any candle yet there is no stretch to bring into view.
    else if (scale.timeToIndex(seconds(whole[0]), true) !== null)
      scale.setVisibleRange({ from: seconds(whole[0]), to: seconds(whole[1]) });
    let isWaiting = false;
    scale.subscribeVisibleTimeRangeChange(() => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        const range = scale.getVisibleRange();
        if (range !== null) show(Number(range.from) * 1000, Number(range.to) * 1000);
      });
    });
    return () => {
      stop();
      chart.remove();
    };
    // A chart is drawn once for the data it was given.
  }, []);
  return element;
}
