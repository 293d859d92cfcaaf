import { describe, expect, it } from 'vitest';
import { colouredText, plainText, wantsColour } from './message.js';

const row = [{ text: 'BUY 0.002 ' }, { text: 'P/L:  $0.4003', role: 'up' }, { text: ' | ', role: 'no-such-role' }];

describe('a message of pieces', () => {
  it('is plain in a file', () => {
    expect(plainText(row)).toBe('BUY 0.002 P/L:  $0.4003 | ');
    expect(plainText('as it is')).toBe('as it is');
  });

  it('is coloured by role on a terminal, and only there', () => {
    expect(colouredText(row)).toBe('BUY 0.002 \u001B[32mP/L:  $0.4003\u001B[39m | ');
    expect(colouredText('as it is')).toBe('as it is');
    expect(colouredText('beware', 'warning')).toBe('\u001B[33mbeware\u001B[39m');
    expect(colouredText([{ text: '', role: 'up' }])).toBe('');
  });
});

describe('wantsColour', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
  ])('%j with %j: %s', (stream, environment, wanted) => {
    expect(wantsColour(stream, environment)).toBe(wanted);
  });
});
