import type { BotStatus } from '../../src/live/views.js';

/** Without market data for so long something is wrong. */
export const SILENCE_MS = 15_000;

const WORDS: Readonly<Record<BotStatus['state'], string>> = {
  trading: 'trading',
  halted: 'entries are stopped',
  stopping: 'stopping',
  ended: 'ended',
  failed: 'the strategy failed',
};

export function stateText({ state, reason }: BotStatus): string {
  return reason === undefined ? WORDS[state] : `${WORDS[state]}: ${reason}`;
}

/** What somebody should know at once, each in a sentence. */
export function alertsOf(status: BotStatus): string[] {
  const { state, feedAgeMs, unknownOrders } = status;
  const alerts: string[] = [];
  if (state !== 'trading') alerts.push(`${stateText(status)}.`);
  if (unknownOrders > 0) {
    alerts.push(
      `${unknownOrders} order(s) in doubt: the exchange may or may not have them. They are being looked for; nothing is entered meanwhile.`,
    );
  }
  if (feedAgeMs === null) alerts.push('No market data yet.');
  else if (feedAgeMs > SILENCE_MS) alerts.push(`No market data for ${Math.round(feedAgeMs / 1000)} s.`);
  return alerts;
}
