const HEAD = '{"error":[],"result":{"filler":"';
const CHUNK = 64 * 1024;

/** The pieces of an answer that never seems to end: it begins as JSON and goes on with one long text. */
export function* floodOf(bytes: number): Generator<string, void, undefined> {
  let left = bytes;
  for (let piece = HEAD; left > 0; piece = 'x'.repeat(Math.min(CHUNK, left))) {
    const sent = piece.slice(0, left);
    left -= sent.length;
    yield sent;
  }
}
