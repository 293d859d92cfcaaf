import * as z from 'zod';

/** What a stop file says. A file made by hand may hold the reason as plain text, or nothing. */
export interface StopWish {
  readonly by: string;
  readonly reason: string;
  /** What is open is to be closed at the market, whatever the bot was told at its start. */
  readonly isClosing: boolean;
}

/** What ends it. @param name the bot's; undefined where all bots are stopped. */
export function resumeCommand(name: string | undefined): string {
  if (name === undefined) return 'trader stop --resume --all';
  return `trader stop --resume --bot ${/\s/.test(name) ? JSON.stringify(name) : name}`;
}

const FILE = z.object({ by: z.string(), reason: z.string(), isClosing: z.boolean() });
const LONGEST = 200;

export function stopWishText(wish: StopWish): string {
  return `${JSON.stringify(wish)}\n`;
}

/** Never fails: a stop file stops, whatever is in it. */
export function readStopWish(text: string): StopWish {
  try {
    const parsed = FILE.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Not ours: written by hand.
  }
  const reason = text.trim().split('\n', 1)[0]?.slice(0, LONGEST) ?? '';
  return { by: 'a stop file', reason: reason === '' ? 'no reason given' : reason, isClosing: false };
}
