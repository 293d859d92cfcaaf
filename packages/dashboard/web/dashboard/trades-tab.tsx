import { useEffect, useState } from 'preact/hooks';
import type { TradesPage } from '../../src/live/views.js';
import type { TradeColumns } from '../../src/report/report-data.js';
import { TradeTable } from '../shared/trade-table.tsx';
import { joined } from '../shared/trade-rows.js';
import { ask } from './ask.js';
import type { BotView } from './use-bots.js';

/** All closed trades; they are brought in parts, so that the bot is never kept busy. */
export function TradesTab({ bot: { about, status } }: { readonly bot: BotView }) {
  const [trades, setTrades] = useState<TradeColumns | undefined>(undefined);
  const [total, setTotal] = useState(0);
  const [error, setError] = useState('');
  const { id } = about;
  useEffect(() => {
    const left = new AbortController();
    const load = async () => {
      try {
        let all: TradeColumns | undefined;
        for (let from = 0; !left.signal.aborted; ) {
          const page = await ask<TradesPage>(`/api/bots/${id}/trades?from=${from}`);
          all = all === undefined ? page.trades : joined(all, page.trades);
          from += page.trades.id.length;
          if (left.signal.aborted) return;
          setTotal(page.total);
          setTrades(all);
          if (from >= page.total || page.trades.id.length === 0) return;
        }
      } catch (failure) {
        setError(failure instanceof Error ? failure.message : String(failure));
      }
    };
    void load();
    return () => left.abort();
    // A trade that closes is one more to show.
  }, [id, status.closedTrades]);
  if (error !== '') return <p class="alert">{error}</p>;
  if (trades === undefined) return <p class="muted">Asking for trades…</p>;
  return (
    <section>
      <h2>Closed trades</h2>
      <p class="muted">
        {trades.id.length < total ? `${trades.id.length} of ${total} are here already. ` : ''}
        <a href={`/api/bots/${id}/trades.csv`} download>
          Save as CSV
        </a>
      </p>
      <TradeTable trades={trades} choose={undefined} />
    </section>
  );
}
