import type { Clock, Secret } from '@fathom/contracts';
import { type Deliver, titleOf } from './delivery.js';
import { checkWebhook, deliveredBy, failureText, type Fetch, shortText } from './http.js';

/** What `webhook` needs. */
export interface WebhookOptions {
  readonly address: Secret;
  readonly clock: Clock;
  readonly fetch?: Fetch;
}

/**
 * Delivers to any address as JSON by POST: `{ kind, severity, from, time, title, fields, trade, more }`, `time` in ISO 8601.
 * @throws {UsageError} for what is no https:// address.
 */
export function webhook({ address, clock, fetch = globalThis.fetch }: WebhookOptions): Deliver {
  checkWebhook('NOTIFY_WEBHOOK_URL', address);
  return async (outgoing, signal) => {
    const { kind, severity, from, time, fields, trade } = outgoing.notice;
    const body = {
      kind,
      severity,
      from,
      time: new Date(time).toISOString(),
      title: titleOf(outgoing),
      fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
      trade: trade ?? null,
      more: outgoing.more,
    };
    try {
      const response = await fetch(address.reveal(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal,
      });
      return deliveredBy(response, await shortText(response), clock.now());
    } catch (error) {
      return { outcome: 'later', reason: failureText(error, address) };
    }
  };
}
