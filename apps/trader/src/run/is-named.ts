import { type Bot, botId, botName } from '@fathom/notifications';

/** Whether a bot is the one somebody means by its name or by its folder's: `Itchbot`, `itchbot`. */
export function isNamed({ id }: Bot, name: string): boolean {
  return id === botId(name) || id === botId(botName(name));
}
