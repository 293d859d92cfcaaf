import { DataError } from '@fathom/contracts';
import { type FileLine, fileLines } from './file-lines.js';

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
 * @param onNote is told in one line when the file ends within a frame, which is left out then.
 * @throws {DataError} when it cannot be read, or a line holds no frame.
 */
export async function* readFrameFile(
  path: string,
  onNote: (text: string) => void = () => {},
): AsyncGenerator<RecordedFrame, void, undefined> {
  let capture: Capture | undefined;
  let last: FileLine | undefined;
  for await (const line of fileLines(path)) {
    last = line;
    const where = `${path}, line ${line.number}`;
    const head = line.number === 1 ? CBCAP.exec(line.text) : null;
    if (head !== null) capture = { unixNs: BigInt(head[1] ?? 0), firstNs: undefined, due: undefined };
    else if (capture !== undefined) {
      const frame = captured(capture, line, where);
      if (frame !== undefined) yield frame;
    } else if (isHalf(line)) onNote(`${where}: it is the last and half, and was left out`);
    else if (line.text.trim() !== '') yield frameOf(line.text, where);
  }
  if (capture?.due !== undefined)
    onNote(`${path}, line ${last?.number ?? 1}: it is the last and half, and was left out`);
}

/** Where reading of a `.cbcap` has got to. */
interface Capture {
  readonly unixNs: bigint;
  firstNs: bigint | undefined;
  /** Of the frame that comes next. */
  due: { readonly ns: bigint; readonly length: number } | undefined;
}

/** The frame that a line of a `.cbcap` is; undefined for a line of times, and for a last one that is half. */
function captured(capture: Capture, { text, isEnded }: FileLine, where: string): RecordedFrame | undefined {
  const { due } = capture;
  if (due === undefined) {
    const [, ns, length] = /^(\d+) (\d+)$/.exec(text) ?? [];
    if (isEnded && ns === undefined) throw new DataError(`${where}: no time and length: ${shown(text)}`);
    capture.due = { ns: BigInt(ns ?? 0), length: isEnded ? Number(length) : Number.POSITIVE_INFINITY };
    capture.firstNs ??= capture.due.ns;
    return undefined;
  }
  const length = Buffer.byteLength(text);
  if (length < due.length && !isEnded) return undefined;
  if (length !== due.length) throw new DataError(`${where}: a frame of ${length} bytes, ${due.length} were said`);
  capture.due = undefined;
  return { receivedUs: Number((capture.unixNs + due.ns - (capture.firstNs ?? 0n)) / 1000n), text };
}

/** Whether it is what a recorder was writing when it ended: frames are JSON, and this one is none. */
function isHalf({ text, isEnded }: FileLine): boolean {
  if (isEnded || !/^[\d{]/.test(text)) return false;
  try {
    JSON.parse(text.slice(text.indexOf('{')));
    return false;
  } catch {
    return true;
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
