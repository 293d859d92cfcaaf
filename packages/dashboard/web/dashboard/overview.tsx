import { instant, money, NONE, percent, tone } from '../shared/format.js';
import { Tiles } from '../shared/tiles.tsx';
import { Act } from './controls.tsx';
import { LiveChart } from './live-chart.tsx';
import { SILENCE_MS } from './state-text.js';
import type { BotView } from './use-bots.js';
import type { SessionView } from './use-session.js';

interface OverviewProps {
  readonly bot: BotView;
  readonly session: SessionView;
}

/** How it stands, at a glance. */
export function Overview({ bot, session }: OverviewProps) {
  return (
    <>
      <Standing bot={bot} />
      <section>
        <h2>Candles</h2>
        <LiveChart bot={bot} />
      </section>
      <section>
        <h2>Open trades</h2>
        <OpenTrades bot={bot} session={session} />
      </section>
    </>
  );
}

function Standing({ bot: { about, status } }: { readonly bot: BotView }) {
  const { today, price, feedAgeMs, feedLagMs, rateBudget } = status;
  const isSilent = feedAgeMs === null || feedAgeMs > SILENCE_MS;
  const spread =
    price.bid !== undefined && price.ask !== undefined ? `${price.bid} / ${price.ask}` : 'bid / ask not known';
  const tiles = [
    ['Equity', money(status.equity), `${about.quote}, from ${money(status.startBalance)}`, undefined],
    ['Today', percent(today?.percent), money(today?.profit), tone(today?.profit)],
    ['Drawdown', percent(status.drawdownPercent), 'below the highest of this run', undefined],
    ['Last price', price.last.toFixed(about.priceDecimals), spread, undefined],
    ['Cash', money(status.cash), `and ${status.holding} ${about.base}`, undefined],
    ['Trades', String(status.openTrades.length), `open, ${status.closedTrades} closed`, undefined],
    [
      'In doubt',
      String(status.unknownOrders),
      'orders being looked for',
      status.unknownOrders > 0 ? 'down' : undefined,
    ],
    [
      'Feed',
      isSilent ? 'silent' : 'alive',
      feedLagMs === null ? NONE : `${Math.round(feedLagMs)} ms behind, ${status.outages} outage(s)`,
      isSilent ? 'down' : undefined,
    ],
    ['Rate budget', rateBudget === undefined ? NONE : rateBudget.toFixed(0), 'calls left at once', undefined],
  ] as const;
  return <Tiles tiles={tiles} />;
}

function OpenTrades({ bot, session }: OverviewProps) {
  const { openTrades } = bot.status;
  if (openTrades.length === 0) return <p class="muted">None.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Open trades">
      <table>
        <thead>
          <tr>
            {['Opened', 'Side', 'Why'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {['Quantity', 'Entry', 'Stop', 'Target', 'Profit', 'Profit %'].map((head) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ))}
            <th scope="col">
              <span class="hidden">Act</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {openTrades.map((trade) => (
            <tr key={trade.id}>
              <td>{instant(trade.openedAt)}</td>
              <td>{trade.side}</td>
              <td>{trade.reason}</td>
              <td class="number">{trade.quantity}</td>
              <td class="number">{trade.entryPrice}</td>
              <td class="number">{trade.stopPrice ?? NONE}</td>
              <td class="number">{trade.targetPrice ?? NONE}</td>
              <td class={`number ${tone(trade.profit) ?? ''}`}>{money(trade.profit)}</td>
              <td class={`number ${tone(trade.profit) ?? ''}`}>{percent(trade.profitPercent)}</td>
              <td>
                {trade.isClosing ? 'closing' : null}
                {session.role === 'control' && !trade.isClosing && (
                  <Act bot={bot} session={session} action={{ action: 'close-trade', id: trade.id }} label="Close">
                    The {trade.side} trade of {trade.quantity} {bot.about.base} is closed at the market: its stop and
                    target are canceled first, then a market order gives it back at whatever price there is, now near{' '}
                    {bot.status.price.last}.
                  </Act>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
