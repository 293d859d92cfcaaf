interface Overridden {
  readonly settings: Record<string, unknown>;
  /** Of the variables that were used. */
  readonly names: readonly string[];
}

/**
 * Settings of a bot with those of the environment in their place: `FATHOM_ITCHBOT__pair=ETH/USD`,
 * `FATHOM_ITCHBOT__risk__maxOpenTrades=2`. After the bot's name in capitals (anything but letters and digits is `_`) come
 * the names of the settings as in the file. A value is JSON, or a text where it is none.
 */
export function environmentOverrides(
  settings: Readonly<Record<string, unknown>>,
  bot: string,
  env: Readonly<Record<string, string | undefined>>,
): Overridden {
  const prefix = `FATHOM_${bot.toUpperCase().replace(/[^A-Z0-9]/g, '_')}__`;
  const names = Object.keys(env)
    .filter((name) => name.startsWith(prefix) && env[name] !== undefined)
    .toSorted();
  let result = { ...settings };
  for (const name of names) result = withValue(result, name.slice(prefix.length).split('__'), valueOf(env[name] ?? ''));
  return { settings: result, names };
}

function withValue(
  into: Record<string, unknown>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (rest.length === 0) return { ...into, [key]: value };
  const below = into[key];
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? { ...below } : {};
  return { ...into, [key]: withValue(inner, rest, value) };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
