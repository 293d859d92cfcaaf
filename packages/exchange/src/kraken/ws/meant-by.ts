import type { Answer } from './answers.js';
import type { Entry } from './topic.js';

/**
 * The entries an answer to a subscribe is about, of those that wait for one; of a refusal that names none, all its message
 * asked for.
 */
export function meantBy<S>(
  { requestId, channel, symbol, interval, error }: Answer,
  entries: readonly Entry<S>[],
): Entry<S>[] {
  const waiting = entries.filter(
    ({ state, requestId: own }) => state === 'asked' && (requestId === undefined || own === requestId),
  );
  const named = waiting.filter(
    ({ topic }) =>
      topic.symbol === symbol &&
      (channel === undefined || topic.channel === channel) &&
      (interval === undefined || topic.parameters['interval'] === interval),
  );
  if (named.length > 0 || error === undefined) return named;
  const inText = waiting.filter(({ topic }) => topic.symbol !== undefined && error.includes(topic.symbol));
  if (inText.length > 0) return inText;
  return symbol === undefined && (requestId !== undefined || waiting.length === 1) ? waiting : [];
}
