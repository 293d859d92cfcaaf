import type { Command } from 'commander';

/** Options somebody typed, each as it was typed (`--slippage 5`), by the name commander keeps it under. */
export function typedOptions(command: Command): ReadonlyMap<string, string> {
  const typed = new Map<string, string>();
  for (const option of command.options) {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    // `--log` and `--no-log` are two of one name.
    if (command.getOptionValueSource(name) !== 'cli' || option.negate !== (value === false)) continue;
    const flag = option.long ?? option.flags;
    typed.set(name, typeof value === 'string' ? `${flag} ${value}` : flag);
  }
  return typed;
}
