import type { LimitView } from '../../src/live/views.js';
import { Table } from './table.tsx';
import { useAnswer } from './use-answer.js';
import type { BotView } from './use-bots.js';

/** What the bot may do at most, and how near that is. */
export function LimitsTab({ bot }: { readonly bot: BotView }) {
  const { answer: limits, error } = useAnswer<readonly LimitView[]>(`/api/bots/${bot.about.id}/limits`, 2_000);
  if (limits === undefined) return <p class="muted">{error === '' ? 'Asking for limits…' : error}</p>;
  if (limits.length === 0) {
    return (
      <section>
        <h2>Risk limits</h2>
        <p>This bot has none: only its funds and the exchange's own rules stop it.</p>
      </section>
    );
  }
  return (
    <section>
      <h2>Risk limits</h2>
      <Table
        name="Risk limits"
        head={['Limit', '#Now', '#At most', 'How near']}
        rows={limits.map(({ name, limit, now, share }) => ({
          key: name,
          cells: [
            name,
            now,
            limit,
            <meter
              key="near"
              min={0}
              max={1}
              high={0.8}
              optimum={0}
              value={share}
              aria-label={`${name}: ${Math.round(share * 100)} %`}
            />,
          ],
        }))}
      />
    </section>
  );
}
