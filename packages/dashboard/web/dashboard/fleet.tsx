import { money, percent, tone } from '../shared/format.js';
import { ModeBadge } from './mode-badge.tsx';
import { stateText } from './state-text.js';
import type { BotView } from './use-bots.js';
import { hrefOf } from './use-place.js';

/** All bots of the process, a row each. */
export function Fleet({ bots }: { readonly bots: readonly BotView[] }) {
  if (bots.length === 0) return <p>No bot runs in this process.</p>;
  return (
    <section>
      <h1>Bots</h1>
      <div class="scroll" tabIndex={0} role="region" aria-label="Bots">
        <table>
          <thead>
            <tr>
              {['Bot', 'Mode', 'Pair', 'Strategy', 'State'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              {['Equity', 'Today', 'Drawdown', 'Open', 'In doubt'].map((head) => (
                <th key={head} scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bots.map(({ about, status }) => (
              <tr key={about.id}>
                <th scope="row">
                  <a href={hrefOf(about.id)}>
                    {about.id}:{about.name}
                  </a>
                </th>
                <td>
                  <ModeBadge mode={about.mode} />
                </td>
                <td>{about.pair}</td>
                <td>{about.strategy}</td>
                <td>{stateText(status)}</td>
                <td class="number">
                  {money(status.equity)} {about.quote}
                </td>
                <td class={`number ${tone(status.today?.profit) ?? ''}`}>{percent(status.today?.percent)}</td>
                <td class="number">{percent(status.drawdownPercent)}</td>
                <td class="number">{status.openTrades.length}</td>
                <td class={`number ${status.unknownOrders > 0 ? 'down' : ''}`}>{status.unknownOrders}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
