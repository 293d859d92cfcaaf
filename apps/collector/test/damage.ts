/** Something that is wrong with the bytes of one frame. */
export interface Damage {
  readonly kind: 'flip' | 'cut' | 'drop' | 'double' | 'digit' | 'value' | 'glue';
  /** Where, and how: taken modulo what there is. */
  readonly at: number;
  readonly value: number;
}

export const DAMAGES: readonly Damage['kind'][] = ['flip', 'cut', 'drop', 'double', 'digit', 'value', 'glue'];

const VALUES = ['null', '[]', '{}', '"x"', '-1', '1e999', 'true', '0', '0.00000000000000000001', '1e-7'];

export function damaged(frame: Buffer, { kind, at, value }: Damage): Buffer {
  const place = at % frame.length;
  const length = 1 + (value % 40);
  switch (kind) {
    case 'flip': {
      const bytes = Buffer.from(frame);
      bytes[place] = (bytes[place] ?? 0) ^ (1 + (value % 255));
      return bytes;
    }
    case 'cut':
      return frame.subarray(0, place);
    case 'drop':
      return Buffer.concat([frame.subarray(0, place), frame.subarray(place + length)]);
    case 'double':
      return Buffer.concat([frame.subarray(0, place + length), frame.subarray(place)]);
    case 'digit':
      return replacedNth(frame, /\d/g, at, String(value % 10));
    case 'value':
      return replacedNth(frame, /(?<=":)("[^"]*"|-?[\d.]+|true)/g, at, VALUES[value % VALUES.length] ?? '');
    case 'glue':
      return Buffer.concat([frame, frame]);
    default:
      return kind satisfies never;
  }
}

function replacedNth(frame: Buffer, pattern: RegExp, which: number, by: string): Buffer {
  const text = frame.toString();
  const skip = which % Math.max(1, [...text.matchAll(pattern)].length);
  let seen = 0;
  return Buffer.from(text.replace(pattern, (old) => (seen++ === skip ? by : old)));
}
