import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.js';
import { nativeIndicators } from './native.js';

function camelCase(name: string): string {
  const words = name.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

describe('catalog', () => {
  it('is what tulind says of itself, for all 104 indicators', () => {
    const described = Object.entries(nativeIndicators()).map(([name, native]) => [
      name,
      {
        title: native.full_name,
        kind: native.type,
        inputs: native.input_names.map(camelCase),
        options: native.option_names.map(camelCase),
        outputs: native.output_names.map(camelCase),
      },
    ]);
    expect(described).toHaveLength(104);
    expect(CATALOG).toEqual(Object.fromEntries(described));
  });
});
