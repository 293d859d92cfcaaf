import { UsageError } from '@fathom/contracts';

/**
 * `takeProfit=0.01` as a name and a value: true, false, null, a number, a text, or any JSON.
 * @throws {UsageError} when there is no `=` or no name.
 */
export function setOption(text: string): readonly [name: string, value: unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set ${text} is not of the form name=value`);
  return [text.slice(0, at).trim(), settingValue(text.slice(at + 1).trim())];
}

function settingValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
