/** The levels and kind of a book message, digits as they came. */
export function contentOfLevels(
  type: string,
  bids: readonly { readonly price: string; readonly quantity: string }[],
  asks: readonly { readonly price: string; readonly quantity: string }[],
): string {
  const side = (levels: typeof bids) => levels.map(({ price, quantity }) => `${price}x${quantity}`).join(' ');
  return `${type} ${side(bids)} | ${side(asks)}`;
}

/** What JSON says with its numbers as texts, so that no digit is lost. @throws {SyntaxError} for what is no JSON. */
export function readExactly(text: string): unknown {
  return JSON.parse(text.replace(/":([ \t\n\r]*)(-?\d[\d.eE+-]*)/g, '":$1"$2"'));
}

/** As Kraken's frames have levels. */
export interface FrameLevel {
  readonly price: string;
  readonly qty: string;
}

/** The same of a book in a frame. */
export function contentOfBook(type: string, bids: readonly FrameLevel[], asks: readonly FrameLevel[]): string {
  const side = (levels: readonly FrameLevel[]) =>
    levels.map(({ price, qty }) => ({ price: plain(price), quantity: plain(qty) }));
  return contentOfLevels(type, side(bids), side(asks));
}

/** The same of a frame, read with the means of a test; undefined where it is no message of that pair's book. */
export function contentOfFrame(bytes: Buffer, pair: string): string | undefined {
  try {
    const frame = readExactly(bytes.toString()) as Frame;
    const [book] = frame.data;
    if (frame.channel !== 'book' || frame.data.length !== 1 || book?.symbol !== pair) return undefined;
    return contentOfBook(frame.type, book.bids, book.asks);
  } catch {
    return undefined;
  }
}

/** Whether it is a whole message, of another pair. */
export function namesAnother(bytes: Buffer, pair: string): boolean {
  try {
    const { data }: { readonly data: readonly { readonly symbol: unknown }[] } = JSON.parse(bytes.toString());
    return data.length === 1 && typeof data[0]?.symbol === 'string' && data[0].symbol !== pair;
  } catch {
    return false;
  }
}

/** The only thing that is not kept as it came: `1.5e-7` is written out, `0.00000015`. */
function plain(digits: string): string {
  const [, whole = '', fraction = '', exponent] = /^(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(digits) ?? [];
  if (exponent === undefined) return digits;
  const point = whole.length + Number(exponent);
  const all = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${fraction}`.padEnd(point, '0');
  const at = Math.max(1, point);
  return all.length > at ? `${all.slice(0, at)}.${all.slice(at)}` : all;
}

interface Frame {
  readonly channel: string;
  readonly type: string;
  readonly data: readonly {
    readonly symbol: string;
    readonly bids: readonly FrameLevel[];
    readonly asks: readonly FrameLevel[];
  }[];
}
