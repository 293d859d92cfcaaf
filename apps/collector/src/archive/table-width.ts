import { lineWidth, type Terminal } from '@fathom/terminal';

/** Characters a table may take: the terminal's, and as many as it likes where nobody sits. */
export function tableWidth(out: Terminal): number {
  return out.isTTY === true ? lineWidth(out) : Number.POSITIVE_INFINITY;
}
