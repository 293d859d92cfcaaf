import type { OrderInfo } from '@fathom/exchange';
import type { BotState } from '../run/bot-state.js';
import { botKey } from '../run/waiting-bot.js';
import type { BotPlan } from './bot-plan.js';

export interface DeadManReachOptions {
  readonly plan: BotPlan;
  /** All bots of this process. */
  readonly fleet: readonly BotPlan[];
  /** Bots that have told how they are in this folder. */
  readonly states: readonly BotState[];
  /** What is open on the account. */
  readonly open: readonly Pick<OrderInfo, 'clientOrderId'>[];
}

/**
 * Whom the dead man's switch of one bot concerns besides, in words for the log: Kraken has one for all of an account, so it
 * cancels the orders of whoever else trades there, and whoever sets it sets it for all.
 */
export function deadManReach({ plan, fleet, states, open }: DeadManReachOptions): string[] {
  const ours = new Set(fleet.filter(({ mode }) => mode === 'live').map(botKey));
  const others = states.filter(
    ({ key, life, health }) => health.mode === 'live' && (life === 'alive' || life === 'stale') && !ours.has(key),
  );
  if (plan.deadManMs === undefined) return others.flatMap(({ key, health }) => (setsIt(health) ? [setBy(key)] : []));
  const unguarded = fleet.filter((one) => one.mode === 'live' && one.deadManMs === undefined && restsStops(one));
  const ids = new Set(fleet.map(({ identity }) => String(identity.id)));
  const foreign = open.filter(({ clientOrderId = '' }) => !ids.has(clientOrderId.slice(0, clientOrderId.indexOf('-'))));
  return [
    ...unguarded.map(
      (one) => `the dead man's switch would cancel the stops of ${botKey(one)} as well, which has set none`,
    ),
    ...others.map(({ key }) => sharedWith(key)),
    ...(foreign.length > 0
      ? [
          `the dead man's switch would cancel ${foreign.length} order(s) as well that rest on the account and are of none of these bots`,
        ]
      : []),
  ];
}

function setBy(key: string): string {
  return `${key}, of another process, has set the dead man's switch: if it is of the same account, it may cancel what this bot rests there`;
}

function sharedWith(key: string): string {
  return (
    `${key} runs in another process: if it is of the same account, the dead man's switch cancels its orders as well, ` +
    'acts only when neither is heard of, and is off until set anew when either ends'
  );
}

function setsIt({ deadManMs }: BotState['health']): boolean {
  return deadManMs !== undefined;
}

function restsStops({ guards }: BotPlan): boolean {
  return guards?.place !== 'bot';
}
