import type { BookSnapshot, BookUpdate } from '@fathom/contracts';
import { recordedBook, recordedBookMessages } from '@fathom/testkit';

/** The two recorded streams of BTC/USD. */
export const REAL_STREAMS = [
  { name: 'btcusd_sample', depth: 25, messages: 2052 },
  { name: 'btcusd_l2', depth: 10, messages: 301 },
] as const;

/** 2026-08-02; receive times of the recordings are counted from an unknown start. */
export const RECEIVED_FROM_MS = 1_785_628_800_000;

/** A recorded stream as a feed delivers it: digits as they came, both times to the microsecond. */
export function realStream(name: (typeof REAL_STREAMS)[number]['name'], depth: number): (BookSnapshot | BookUpdate)[] {
  const frames = recordedBook(name).filter(({ bytes }) => bytes.toString().startsWith('{"channel":"book"'));
  const first = frames[0]?.at ?? 0n;
  return recordedBookMessages(name).map((message, index) => {
    const frame = frames[index];
    const receivedAt = RECEIVED_FROM_MS + Number(((frame?.at ?? 0n) - first) / 1000n) / 1000;
    const text = /"timestamp":"([^"]+)\.(\d{3})(\d{3})Z"/.exec(frame?.bytes.toString() ?? '');
    const time = text === null ? receivedAt : Date.parse(`${text[1]}.${text[2]}Z`) + Number(text[3]) / 1000;
    return { ...message, depth, time, receivedAt };
  });
}
