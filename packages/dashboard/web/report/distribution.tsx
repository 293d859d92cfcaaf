import type { TradeColumns } from '../../src/report/report-data.js';
import { percent } from '../shared/format.js';
import { histogram } from './histogram.js';

const [WIDTH, HEIGHT] = [720, 180];

/** How often trades came to what, in percent of their entry. */
export function Distribution({ trades }: { readonly trades: TradeColumns }) {
  if (trades.id.length === 0) return <p class="muted">No trade was closed.</p>;
  const { bins, from, width, below, above } = histogram(trades.profitPercent);
  const most = Math.max(...bins);
  const step = WIDTH / bins.length;
  return (
    <figure>
      <svg
        class="distribution"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 24}`}
        role="img"
        aria-label="Distribution of trade results"
      >
        {bins.map((count, index) => {
          const start = from + index * width;
          const tall = (count / most) * HEIGHT;
          return (
            <rect
              key={start}
              class={start + width / 2 < 0 ? 'falls' : 'rises'}
              x={index * step + 1}
              y={HEIGHT - tall}
              width={Math.max(1, step - 2)}
              height={tall}
            >
              <title>{`${percent(start)} to ${percent(start + width)}: ${count} trades`}</title>
            </rect>
          );
        })}
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <text
            key={share}
            x={share * WIDTH}
            y={HEIGHT + 18}
            text-anchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
          >
            {percent(from + share * width * bins.length)}
          </text>
        ))}
      </svg>
      <figcaption>
        Trades by profit in percent of their entry, after both fees.
        {below + above > 0 && ` The outermost bars hold ${below + above} trades from beyond.`}
      </figcaption>
    </figure>
  );
}
