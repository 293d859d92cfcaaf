import type { SettingView } from '@fathom/dashboard';
import type { BotPlan } from '../trade/bot-plan.js';

/** What the bot was told, setting by setting. A plan holds no secrets: keys and webhooks are in none of its fields. */
export function settingViews(plan: BotPlan): SettingView[] {
  const { identity, mode, pair, interval, source, definition, config, sizing, fees, onStop, limits } = plan;
  const size = sizing.type === 'quantity' ? `${sizing.quantity.toString()} base units` : `${sizing.fraction} of equity`;
  const settings: [string, unknown][] = [
    ['bot', `${identity.id}:${identity.name}`],
    ['mode', mode],
    ['pair', pair],
    ['interval', `${interval} minutes`],
    ['candles from', source],
    ['strategy', definition.name],
    ...Object.entries(config).map(([name, value]): [string, unknown] => [`${definition.name}.${name}`, value]),
    ['order volume', size],
    ['fees', `${fees.takerPercent.toString()} % taker, ${fees.makerPercent.toString()} % maker`],
    ['when stopped', onStop === 'close' ? 'open trades are closed' : 'open trades are left to the next start'],
    ...Object.entries(limits ?? {}).map(([name, value]): [string, unknown] => [`limit ${name}`, value]),
  ];
  return settings.map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));
}
