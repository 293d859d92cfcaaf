import { useEffect, useRef } from 'preact/hooks';
import type { HeatView } from '../../src/live/capture.js';
import { instant } from '../shared/format.js';
import { currentTheme, onThemeChange } from '../shared/theme.js';
import { useAnswer } from './use-answer.js';

interface HeatMapProps {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly isLive: boolean;
}

/** Live, the picture moves on by whole half minutes, so that it is not read anew all the time. */
const STEP_MS = 30_000;

/** What rested where over time: the darker, the more; the line is the middle between best bid and ask. */
export function HeatMap({ path, from, to, isLive }: HeatMapProps) {
  const end = isLive ? Math.floor(to / STEP_MS) * STEP_MS : to;
  const { answer: heat, error } = useAnswer<HeatView>(
    `${path}/heat?from=${Math.floor(from / STEP_MS) * STEP_MS}&to=${Math.max(end, from + 1)}`,
    3_600_000,
  );
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    if (current === null || heat === undefined) return undefined;
    draw(current, heat);
    return onThemeChange(() => draw(current, heat));
  }, [heat]);
  if (heat === undefined) return <p class="muted">{error === '' ? 'Reading the recording…' : error}</p>;
  const [low = 0] = heat.prices;
  const high = (heat.prices.at(-1) ?? 0) + heat.step;
  return (
    <figure>
      <canvas
        ref={canvas}
        class="heat-map"
        role="img"
        aria-label={`Resting quantity from ${low} to ${high} over time`}
      />
      <figcaption>
        {instant(heat.times[0])} to {instant(heat.times.at(-1))} UTC, {Math.round(low * 100) / 100} (below) to{' '}
        {Math.round(high * 100) / 100} (above). The stronger the colour, the more rested there; the line is the middle
        of the market.
      </figcaption>
    </figure>
  );
}

function draw(canvas: HTMLCanvasElement, { times, prices, step, quantities, middles }: HeatView): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { series, text, background } = currentTheme();
  const [cell, row] = [Math.max(4, Math.floor(960 / times.length)), 5];
  canvas.width = times.length * cell;
  canvas.height = prices.length * row;
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const sorted = quantities
    .flat()
    .filter((quantity) => quantity > 0)
    .toSorted((a, b) => a - b);
  // One wall must not make all else invisible.
  const full = sorted[Math.floor(sorted.length * 0.98)] ?? 1;
  context.fillStyle = series[0] ?? 'gray';
  for (const [at, column] of quantities.entries()) {
    for (const [price, quantity] of column.entries()) {
      if (quantity === 0) continue;
      context.globalAlpha = Math.min(1, Math.sqrt(quantity / full));
      context.fillRect(at * cell, canvas.height - (price + 1) * row, cell, row);
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = text;
  context.lineWidth = 1.5;
  context.beginPath();
  let isDown = false;
  for (const [at, middle] of middles.entries()) {
    const y = canvas.height - (((middle ?? 0) - (prices[0] ?? 0)) / step) * row;
    if (middle === null) isDown = false;
    else if (isDown) context.lineTo((at + 0.5) * cell, y);
    else {
      context.moveTo((at + 0.5) * cell, y);
      isDown = true;
    }
  }
  context.stroke();
}
