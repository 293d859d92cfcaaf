/** Places for names; an exchange has fewer pairs. */
const PLACES = 4096;

/**
 * Gives the same text for the same bytes: a text made anew for each frame would have to be hashed and compared, letter by
 * letter, by each map it is looked up in.
 */
export class KnownNames {
  /** By hash; of those with the same place the newest. */
  readonly #names: string[] = Array.from({ length: PLACES }, () => '');

  /** The text of ASCII bytes from `start` to before `end`. */
  at(bytes: Buffer, start: number, end: number): string {
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const place = (hash ^ (hash >>> 12)) & (PLACES - 1);
    const known = this.#names[place] ?? '';
    if (isText(known, bytes, start, end)) return known;
    const name = bytes.toString('latin1', start, end);
    this.#names[place] = name;
    return name;
  }
}

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
