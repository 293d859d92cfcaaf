import type { Clock, Random } from '@fathom/contracts';
import type { Bot } from './bot.js';

/**
 * `320:Localbot_2018-04-17_21_umpmen`: bot, UTC date and hour, six random letters against collisions.
 * Windows forbids the colon in file names; there it is `320-Localbot_…`.
 */
export function logFileName(bot: Bot, clock: Clock, random: Random, platform: string = process.platform): string {
  const [date = '', time = ''] = new Date(clock.now()).toISOString().split('T');
  const letters = Array.from({ length: 6 }, () => String.fromCharCode(97 + Math.floor(random.next() * 26))).join('');
  return `${bot.id}${platform === 'win32' ? '-' : ':'}${bot.name}_${date}_${time.slice(0, 2)}_${letters}`;
}
