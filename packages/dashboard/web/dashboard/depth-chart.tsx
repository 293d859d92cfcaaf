import type { BookView, LevelText } from '../../src/live/capture.js';

const [WIDTH, HEIGHT] = [560, 320];

/** How much rests up to each price, on both sides. */
export function DepthChart({ book: { bids, asks } }: { readonly book: BookView }) {
  const [bestBid, bestAsk] = [Number(bids[0]?.[0]), Number(asks[0]?.[0])];
  if (!Number.isFinite(bestBid + bestAsk)) return <p class="muted">One side of the book is empty.</p>;
  const middle = (bestBid + bestAsk) / 2;
  const reach = Math.max(...[bids.at(-1), asks.at(-1)].map((level) => Math.abs(Number(level?.[0]) - middle)), 1e-12);
  const total = Math.max(
    ...[bids, asks].map((side) => side.reduce((sum, [, quantity]) => sum + Number(quantity), 0)),
    1e-12,
  );
  const x = (price: number) => WIDTH / 2 + ((price - middle) / reach) * (WIDTH / 2);
  const area = (levels: readonly LevelText[]) => {
    let sum = 0;
    const start = x(Number(levels[0]?.[0]));
    const steps = levels.map(([price, quantity]) => {
      const before = HEIGHT - (sum / total) * HEIGHT;
      sum += Number(quantity);
      return `L${x(Number(price)).toFixed(1)},${before.toFixed(1)} L${x(Number(price)).toFixed(1)},${(HEIGHT - (sum / total) * HEIGHT).toFixed(1)}`;
    });
    return `M${start.toFixed(1)},${HEIGHT} ${steps.join(' ')} L${x(Number(levels.at(-1)?.[0])).toFixed(1)},${HEIGHT} Z`;
  };
  return (
    <figure>
      <svg class="depth" viewBox={`0 0 ${WIDTH} ${HEIGHT + 22}`} role="img" aria-label={`Depth around ${middle}`}>
        <path class="rises" d={area(bids)} />
        <path class="falls" d={area(asks)} />
        <text x={0} y={HEIGHT + 17}>
          {bids.at(-1)?.[0]}
        </text>
        <text x={WIDTH / 2} y={HEIGHT + 17} text-anchor="middle">
          {String(Math.round(middle * 1e8) / 1e8)}
        </text>
        <text x={WIDTH} y={HEIGHT + 17} text-anchor="end">
          {asks.at(-1)?.[0]}
        </text>
      </svg>
      <figcaption>Quantity up to each price: bids on the left, asks on the right.</figcaption>
    </figure>
  );
}
