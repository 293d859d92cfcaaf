import type { BacktestReport } from '@fathom/contracts';

/** The report as JSON text, in pieces: one line for each trade and point, so that a large one is read and compared with ease. */
export function* jsonText(report: BacktestReport): Generator<string> {
  let separator = '{\n';
  for (const [key, value] of Object.entries(report)) {
    yield `${separator}  ${JSON.stringify(key)}: `;
    separator = ',\n';
    if (Array.isArray(value) && value.length > 0) yield* lines(value);
    else yield JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
  }
  yield '\n}\n';
}

function* lines(items: readonly unknown[]): Generator<string> {
  let text = '[\n';
  for (const [index, item] of items.entries()) {
    text += `    ${JSON.stringify(item)}${index < items.length - 1 ? ',' : ''}\n`;
    if (text.length > 65_536) {
      yield text;
      text = '';
    }
  }
  yield `${text}  ]`;
}
