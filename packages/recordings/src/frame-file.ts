import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import { ioError } from '@fathom/files';

/** A frame of an exchange as somebody else recorded it. */
export interface RecordedFrame {
  /** When it arrived there, microseconds since 1970 UTC; undefined where that was not recorded. */
  readonly receivedUs: number | undefined;
  /** To the letter. */
  readonly text: string;
}

const CBCAP = /^CBCAP1 \S+ \S+ (\d+)$/;
/** Nanoseconds, microseconds or milliseconds since 1970, or an ISO time, before the frame. */
const STAMPED = /^(\d{13,19}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?)[\s,;]+(\{.*)$/;

/**
 * Frames of a file that another recorder wrote, packed with gzip when its name ends in `.gz`:
 * - one frame a line, or one a line behind the time it arrived at (digits since 1970, or an ISO time);
 * - one object a line that holds the frame as text in `frame`, and perhaps the time in `us`;
 * - `.cbcap`: `CBCAP1 exchange symbol unix_ns`, then `steady_ns length` and so many bytes, again and again.
 * @throws {DataError} when it cannot be read, or a line holds no frame.
 */
export async function* readFrameFile(path: string): AsyncGenerator<RecordedFrame, void, undefined> {
  const raw = createReadStream(path);
  const bytes = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  // A pipe does not carry errors on.
  raw.on('error', (error) => bytes.destroy(error));
  const lines = createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  let capture: { readonly unixNs: bigint; firstNs: bigint | undefined; due: bigint | undefined } | undefined;
  try {
    for await (const line of lines) {
      number += 1;
      const head = number === 1 ? CBCAP.exec(line) : null;
      if (head !== null) {
        capture = { unixNs: BigInt(head[1] ?? 0), firstNs: undefined, due: undefined };
      } else if (capture !== undefined) {
        if (capture.due === undefined) {
          const ns = /^(\d+) \d+$/.exec(line)?.[1];
          if (ns === undefined) throw new DataError(`${path}, line ${number}: no time and length: ${shown(line)}`);
          capture.due = BigInt(ns);
          capture.firstNs ??= capture.due;
        } else {
          const ns = capture.unixNs + capture.due - (capture.firstNs ?? 0n);
          capture.due = undefined;
          yield { receivedUs: Number(ns / 1000n), text: line };
        }
      } else if (line.trim() !== '') yield frameOf(line, `${path}, line ${number}`);
    }
  } catch (error) {
    throw ioError(error, `reading ${path}`);
  }
}

function frameOf(line: string, where: string): RecordedFrame {
  const stamped = STAMPED.exec(line);
  if (stamped !== null) return { receivedUs: stampUs(stamped[1] ?? ''), text: stamped[2] ?? '' };
  if (!line.startsWith('{')) throw new DataError(`${where}: no frame: ${shown(line)}`);
  const wrapped = /"frame"\s*:\s*"/.test(line) ? unwrapped(line) : undefined;
  return wrapped ?? { receivedUs: undefined, text: line };
}

function unwrapped(line: string): RecordedFrame | undefined {
  try {
    const { frame, us }: { frame?: unknown; us?: unknown } = JSON.parse(line);
    if (typeof frame !== 'string') return undefined;
    return { receivedUs: typeof us === 'number' ? us : undefined, text: frame };
  } catch {
    return undefined;
  }
}

function stampUs(text: string): number {
  if (!text.includes('-')) return Math.round(Number(text) / 10 ** (text.length - 16));
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return Date.parse(`${text.slice(0, 19)}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

function shown(line: string): string {
  return JSON.stringify(line.slice(0, 60));
}
