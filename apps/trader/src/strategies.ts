import { describeSettings, strategies } from '@fathom/strategies';
import { definitionList, lineWidth, wrapped } from '@fathom/terminal';
import { loadStrategy } from './backtest/load-strategy.js';
import { strategyConfig } from './backtest/strategy-config.js';
import type { Io } from './io.js';

/** `trader strategies [NAME]`. */
export async function showStrategies(name: string | undefined, io: Io): Promise<void> {
  if (name === undefined) {
    io.out.write(
      definitionList(
        strategies.map((one) => [one.name, one.description]),
        lineWidth(io.out),
      ),
    );
    io.out.write("\n'trader strategies NAME' explains one and its parameters.\n");
    return;
  }
  const definition = await loadStrategy(name, io.cwd);
  const { warmup } = definition.create(strategyConfig(definition, {}));
  const description = wrapped(definition.description, lineWidth(io.out));
  io.out.write(`${definition.name}: ${definition.label}\n${description}\nWarm-up: ${warmup} candles\n`);
  const settings = describeSettings(definition);
  if (settings.length === 0) return;
  io.out.write('\nParameters and their defaults, for --set name=value:\n');
  io.out.write(
    definitionList(
      settings.map((one) => [`${one.name}=${String(one.standard)}`, one.description]),
      lineWidth(io.out),
    ),
  );
}
