import { nearestName } from '@fathom/contracts';
import { botConfigJsonSchema } from './bot-config.js';

/** What `trader` has an option for and a bot's file does not, and where it belongs. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  currency: 'did you mean pair?',
  bot: "a bot's name is its folder's",
  set: "a strategy's parameters are strategy.parameters",
  config: "a strategy's parameters are strategy.parameters",
  live: 'did you mean mode?',
  parameters: 'did you mean strategy.parameters?',
};
const OF_THE_PROCESS = new Set(
  ['exchange', 'keyFile', 'for', 'metricsPort', 'metricsHost', 'dashboard', 'dashboardHost', 'dashboardControl'].map(
    (name) => name.toLowerCase(),
  ),
);

/** `no setting risk.maxOpenTrade: did you mean maxOpenTrades?`. @param at where in the file it stands */
export function unknownSetting(name: string, at: readonly PropertyKey[]): string {
  const path = [...at, name].map(String).join('.');
  return `no setting ${path}: ${hint(name, at)}`;
}

function hint(name: string, at: readonly PropertyKey[]): string {
  const schema = botConfigJsonSchema();
  const here = settingsAt(schema, at);
  const nearest = nearestName(name, here);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  const elsewhere = at.length === 0 ? ELSEWHERE[name] : undefined;
  if (elsewhere !== undefined) return elsewhere;
  if (OF_THE_PROCESS.has(name.toLowerCase())) return 'that is an option of trader start, for all bots of a process';
  const [place] = pathsOf(schema).filter((path) => path.split('.').at(-1)?.toLowerCase() === name.toLowerCase());
  return place === undefined ? `there are ${here.join(', ')}` : `did you mean ${place}?`;
}

function settingsAt(schema: unknown, [key, ...rest]: readonly PropertyKey[]): string[] {
  const settings = propertiesOf(schema);
  return key === undefined ? Object.keys(settings) : settingsAt(settings[String(key)], rest);
}

/** Of every setting, those within others too: `risk.coolDown.losses`. */
function pathsOf(schema: unknown): string[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, inner]) => [
    name,
    ...pathsOf(inner).map((path) => `${name}.${path}`),
  ]);
}

function propertiesOf(schema: unknown): Record<string, unknown> {
  const properties = typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'properties') : undefined;
  return typeof properties === 'object' && properties !== null ? { ...properties } : {};
}
