import { DataError } from '@fathom/contracts';
import type { FrameAt } from './recorded-steps.js';

/**
 * Frames of a `.cbcap` capture: a line `CBCAP1 kraken SYMBOL unix_ns`, then again and again `<steady_ns> <length>`, a
 * newline, that many bytes, a newline. The steady clock is laid upon the line's instant.
 * @throws {DataError} when it is none or is cut off.
 */
export function* captureFrames(bytes: Uint8Array): Generator<FrameAt> {
  const header = line(bytes, 0);
  const match = /^CBCAP1 kraken (\S+) (\d+)$/.exec(header.text);
  if (match === null) throw new DataError(`not a capture: it begins ${JSON.stringify(header.text.slice(0, 40))}`);
  const begun = BigInt(match[2] ?? 0);
  let first: bigint | undefined;
  for (let at = header.end; at < bytes.length; ) {
    const { text, end } = line(bytes, at);
    const [steady = '', length = ''] = text.split(' ');
    if (!/^\d+$/.test(steady) || !/^\d+$/.test(length) || end + Number(length) > bytes.length) {
      throw new DataError(`the capture is broken at byte ${at}: ${JSON.stringify(text.slice(0, 40))}`);
    }
    first ??= BigInt(steady);
    const time = Number((begun + BigInt(steady) - first) / 1000n) / 1000;
    yield { time, text: new TextDecoder().decode(bytes.subarray(end, end + Number(length))) };
    at = end + Number(length) + 1;
  }
}

function line(bytes: Uint8Array, start: number): { readonly text: string; readonly end: number } {
  const end = bytes.indexOf(10, start);
  if (end < 0) throw new DataError(`the capture is cut off at byte ${start}`);
  return { text: new TextDecoder().decode(bytes.subarray(start, end)), end: end + 1 };
}
