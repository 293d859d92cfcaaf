import type { Clock, Secret } from '@fathom/contracts';
import { type Deliver, type Delivered, titleOf } from './delivery.js';
import { checkWebhook, deliveredBy, failureText, type Fetch, shortText } from './http.js';
import { slackBlocks } from './slack-blocks.js';

/** What `slack` needs. */
export interface SlackOptions {
  /** `https://hooks.slack.com/services/…` */
  readonly webhook: Secret;
  /** `#trading`; the webhook's own when left out. Webhooks of Slack apps ignore it, and name and icon. */
  readonly channel?: string;
  /** The name messages are from; the bot's when left out. */
  readonly username?: string;
  /** `:robot_face:` or the address of a picture. */
  readonly icon?: string;
  readonly clock: Clock;
  readonly fetch?: Fetch;
}

/**
 * Delivers to a Slack channel through its incoming webhook.
 * @throws {UsageError} for a webhook that is no https:// address.
 */
export async function slack({
  webhook,
  channel,
  username,
  icon,
  clock,
  fetch = globalThis.fetch,
}: SlackOptions): Promise<Deliver> {
  checkWebhook('SLACK_WEBHOOK_URL', webhook);
  const { IncomingWebhook } = await import('@slack/webhook');
  return async (outgoing, signal) => {
    let answered: Delivered | undefined;
    // The client knows neither deadline nor Retry-After; both pass through here.
    const watched: Fetch = async (url, init) => {
      const response = await fetch(url, { ...init, signal });
      const text = await shortText(response);
      answered = deliveredBy(response, text, clock.now());
      return new Response(text, { status: response.status, statusText: response.statusText });
    };
    const client = new IncomingWebhook(webhook.reveal(), {
      fetch: watched,
      ...(channel !== undefined && { channel }),
      username: username ?? outgoing.notice.from,
      ...(icon !== undefined && (icon.startsWith(':') ? { icon_emoji: icon } : { icon_url: icon })),
    });
    try {
      await client.send({ text: titleOf(outgoing), blocks: slackBlocks(outgoing) });
    } catch (error) {
      answered ??= { outcome: 'later', reason: failureText(error, webhook) };
    }
    return answered ?? { outcome: 'later', reason: 'no answer' };
  };
}
