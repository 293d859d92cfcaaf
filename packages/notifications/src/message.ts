import type { LogMessage, LogSegment } from '@fathom/contracts';

/** A piece of a message; its role decides its colour on a terminal, unknown roles have none. */
export type Segment = LogSegment;

/** What a log is told: a text, or pieces that can be coloured. */
export type Message = LogMessage;

const CYAN = '36';
const GREEN = '32';
const PURPLE = '35';
const RED = '31';
const YELLOW = '33';

const COLOURS: ReadonlyMap<string, string> = new Map([
  ['banner', CYAN],
  ['trade', YELLOW],
  // The parts of a ledger row.
  ['time', PURPLE],
  ['side', RED],
  ['order', CYAN],
  ['price', CYAN],
  ['status', PURPLE],
  ['up', GREEN],
  ['down', RED],
  ['warning', YELLOW],
  ['error', RED],
]);

/** The message without colours. */
export function plainText(message: Message): string {
  if (typeof message === 'string') return message;
  let text = '';
  for (const segment of message) text += segment.text;
  return text;
}

/** The message with ANSI colours; a text without pieces gets the colour of `role`, if it has one. */
export function colouredText(message: Message, role?: string): string {
  if (typeof message === 'string') return paint(message, role);
  let text = '';
  for (const segment of message) text += paint(segment.text, segment.role);
  return text;
}

/** Whether a stream's reader sees colours: a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says no. */
export function wantsColour(
  stream: { readonly isTTY?: boolean | undefined },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const isForbidden = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return stream.isTTY === true && !isForbidden;
}

function paint(text: string, role: string | undefined): string {
  const colour = role === undefined ? undefined : COLOURS.get(role);
  return colour === undefined || text === '' ? text : `\u001B[${colour}m${text}\u001B[39m`;
}
