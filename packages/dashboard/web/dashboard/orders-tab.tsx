import type { OrderView } from '../../src/live/views.js';
import { instant, NONE } from '../shared/format.js';
import { Act } from './controls.tsx';
import { Table } from './table.tsx';
import { useAnswer } from './use-answer.js';
import type { BotView } from './use-bots.js';
import type { SessionView } from './use-session.js';

const FINAL: ReadonlySet<string> = new Set(['filled', 'canceled', 'expired', 'rejected', 'refused', 'lost']);

/** Every order and how far it has come; those in doubt first, with what is being done about them. */
export function OrdersTab({ bot, session }: { readonly bot: BotView; readonly session: SessionView }) {
  const { answer: orders, error } = useAnswer<readonly OrderView[]>(`/api/bots/${bot.about.id}/orders`, 2_000);
  if (orders === undefined) return <p class="muted">{error === '' ? 'Asking for orders…' : error}</p>;
  return (
    <section>
      <h2>Orders</h2>
      {orders.length === 0 && <p class="muted">None yet.</p>}
      <Table
        name="Orders"
        head={[
          'Decided',
          'Status',
          'For',
          'Side',
          'Type',
          '#Quantity',
          '#Filled',
          '#Price',
          '#Average',
          'Why',
          'Id',
          'Exchange id',
          '',
        ]}
        rows={orders.map((order) => ({
          key: order.clientOrderId,
          class: order.status === 'unknown' ? 'doubt' : undefined,
          cells: [
            instant(order.time),
            order.note === undefined ? order.status : `${order.status}: ${order.note}`,
            order.purpose,
            order.side,
            order.type,
            order.quantity,
            order.filled,
            order.price ?? NONE,
            order.averagePrice ?? NONE,
            order.reason,
            order.clientOrderId,
            order.exchangeOrderId || NONE,
            session.role === 'control' && !FINAL.has(order.status) ? (
              <Act
                bot={bot}
                session={session}
                action={{ action: 'cancel-order', id: order.clientOrderId }}
                label="Cancel"
              >
                {order.purpose === 'stop'
                  ? 'This is the stop of an open trade. Without it the trade is closed at the market.'
                  : 'The exchange is asked to take it off the book. What has filled stays.'}
              </Act>
            ) : null,
          ],
        }))}
      />
    </section>
  );
}
