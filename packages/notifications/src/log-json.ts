import type { LogFields } from '@fathom/contracts';
import type { Bot } from './bot.js';
import type { Level } from './log-line.js';

/** What one line of a log says. */
export interface LogRecord {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly level: Level;
  readonly text: string;
  readonly fields: LogFields;
}

/**
 * A line of newline-delimited JSON: `{"time":"2018-04-17T14:42:55.432Z","level":"info","bot":"Localbot","bot_id":197,
 * "message":"…"}`, fields after it. A field cannot take the place of one of these.
 */
export function jsonLine({ now, level, text, fields }: LogRecord, bot: Bot): string {
  const time = new Date(Math.floor(now)).toISOString();
  const fixed = { time, level, bot: bot.name, bot_id: bot.id, message: text };
  return `${JSON.stringify({ ...fixed, ...fields, ...fixed })}\n`;
}
