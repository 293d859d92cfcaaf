import { useCallback, useEffect, useState } from 'preact/hooks';
import type { BotNews } from '../../src/live/sources.js';
import type { EventView } from '../../src/live/views.js';
import { instant } from '../shared/format.js';
import { ask } from './ask.js';
import { Table } from './table.tsx';
import { type BotView, useNews } from './use-bots.js';

const PAGE = 100;
/** Events a page keeps; older ones are asked for again. */
const MOST = 5_000;

/** The ledger, newest first, as it is written. */
export function EventsTab({ bot }: { readonly bot: BotView }) {
  const [events, setEvents] = useState<readonly EventView[] | undefined>(undefined);
  const [error, setError] = useState('');
  const path = `/api/bots/${bot.about.id}/events?limit=${PAGE}`;
  const older = useCallback(
    async (before: number | undefined) => {
      try {
        const page = await ask<readonly EventView[]>(before === undefined ? path : `${path}&before=${before}`);
        setEvents((known) => [...(before === undefined ? [] : (known ?? [])), ...page]);
      } catch (failure) {
        setError(failure instanceof Error ? failure.message : String(failure));
      }
    },
    [path],
  );
  useEffect(() => void older(undefined), [older]);
  const hear = useCallback((news: BotNews) => {
    if (news.type === 'event') setEvents((known) => [news.event, ...(known ?? [])].slice(0, MOST));
  }, []);
  useNews(hear);
  if (events === undefined) return <p class="muted">{error === '' ? 'Asking for events…' : error}</p>;
  const oldest = events.at(-1)?.sequence ?? 1;
  return (
    <section>
      <h2>Ledger events</h2>
      <Table
        name="Ledger events"
        head={['#No', 'Time', 'Event', 'What it says']}
        rows={events.map(({ sequence, time, type, text }) => ({
          key: sequence,
          cells: [sequence, instant(time), type, <code key="text">{text}</code>],
        }))}
      />
      {oldest > 1 && (
        <p class="tools">
          <button type="button" onClick={() => void older(oldest)}>
            Older
          </button>
        </p>
      )}
    </section>
  );
}
