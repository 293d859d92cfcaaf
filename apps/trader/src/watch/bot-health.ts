import type { Clock } from '@fathom/contracts';
import type { Health } from '@fathom/notifications';
import type { RunningBot } from '../trade/running-bot.js';

/** A feed that has told nothing for so long, not even that it is there, is not fit to trade by. */
const SILENT_MS = 90_000;

/**
 * What `/healthz` says of the bots of a process. Live: the process answers. Ready: every bot has its candles, hears of the
 * market and has no order in doubt; one that somebody has halted is ready all the same.
 * @param clock time as people's watches tell it.
 */
export function healthOf(bots: readonly RunningBot[], clock: Clock): Health {
  const detail = bots.map((bot) => {
    const { lastHeardAt, lastCandleAt, strategyFailure, isStopping } = bot.pulse;
    const feedAgeMs = lastHeardAt === undefined ? undefined : Math.max(0, Math.round(clock.now() - lastHeardAt));
    const isReady =
      lastCandleAt !== undefined &&
      feedAgeMs !== undefined &&
      feedAgeMs < SILENT_MS &&
      strategyFailure === undefined &&
      !isStopping &&
      bot.unknownOrders === 0;
    const { identity, mode } = bot.plan;
    return {
      bot: `${identity.id}:${identity.name}`,
      mode,
      pair: bot.pair.name,
      isReady,
      feedAgeMs,
      unknownOrders: bot.unknownOrders,
      openTrades: bot.ledger.open.length,
      halted: bot.ledger.haltReason,
    };
  });
  return {
    isLive: true,
    isReady: detail.length > 0 && detail.every(({ isReady }) => isReady),
    detail: { bots: detail },
  };
}
