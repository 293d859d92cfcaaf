import { existsSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { DataError, FathomError, UsageError } from '@fathom/contracts';
import { makeFolder } from '@fathom/files';
import { findStrategy } from '@fathom/strategies';
import { definitionList, lineWidth } from '@fathom/terminal';
import { messageOf } from '../backtest/guarded-strategy.js';
import type { Io } from '../io.js';
import type { BotToRun } from '../trade/run-bots.js';
import { botConfigJsonSchema } from './bot-config.js';
import { planConfiguredBot } from './plan-configured-bot.js';
import { checkTogether } from './plan-fleet.js';
import { BOT_FILE, botFolder, botFolders, type ConfiguredBot, readBot } from './read-bot.js';

export interface ConfigFlags {
  /** The folder of all bots. */
  readonly bots: string;
}

const SCHEMA_FILE = 'bot.schema.json';
/** Variables that hold secrets; only whether they are set is shown. */
const SECRETS = ['KRAKEN_API_KEY', 'KRAKEN_API_SECRET', 'SLACK_WEBHOOK_URL', 'NOTIFY_WEBHOOK_URL', 'METRICS_TOKEN'];

/**
 * `trader config check`: every bot of the folder, good or bad.
 * @throws {UsageError} when one is bad, or two cannot trade beside each other.
 */
export async function checkConfig({ bots }: ConfigFlags, io: Io): Promise<void> {
  const found: (readonly [string, string])[] = [];
  const [planned, configured]: [BotToRun[], ConfiguredBot[]] = [[], []];
  let bad = 0;
  for (const folder of botFolders(resolve(io.cwd, bots))) {
    try {
      const bot = readBot(folder, io.env);
      const toRun = await planConfiguredBot(bot, { exchange: 'kraken', live: true }, io);
      planned.push(toRun);
      configured.push(bot);
      const { definition, interval, pair } = toRun.plan;
      found.push([
        basename(folder),
        `${bot.identity.id}:${bot.identity.name}, ${bot.config.mode}, ${pair} with ${definition.label} @ ${interval} minutes`,
      ]);
    } catch (error) {
      if (!(error instanceof FathomError)) throw error;
      bad += 1;
      found.push([basename(folder), `WRONG ${error.message.replace(`${folder}/`, '')}`]);
    }
  }
  io.out.write(definitionList(found, lineWidth(io.out)));
  if (bad > 0) throw new UsageError(`${bad} of ${found.length} bots cannot be started as they are`);
  checkTogether(planned, configured);
}

/** `trader config show NAME`: what a bot runs with, as JSON, secrets left out. */
export function showConfig(name: string, { bots }: ConfigFlags, io: Io): void {
  const { folder, identity, config, overrides } = readBot(botFolder(name, resolve(io.cwd, bots)), io.env);
  const { $schema: _, ...settings } = config;
  const secrets = Object.fromEntries(
    SECRETS.map((secret) => [secret, (io.env[secret] ?? '') === '' ? null : '[secret]']),
  );
  const shown = { bot: identity, folder, ...settings, overrides, environment: secrets };
  io.out.write(`${JSON.stringify(shown, undefined, 2)}\n`);
}

/**
 * `trader config init NAME`: a folder with a bot that trades on paper, and the schema for editors beside it.
 * @throws {UsageError} when there is such a bot already.
 */
export function initConfig(name: string, { bots }: ConfigFlags, io: Io): void {
  if (!/^[\p{L}\p{N}_.-]{1,64}$/u.test(name) || /^\.+$/.test(name))
    throw new UsageError(`${JSON.stringify(name)} is not a name for a folder`);
  const folder = resolve(io.cwd, bots, name);
  const path = join(folder, BOT_FILE);
  if (existsSync(path)) throw new UsageError(`${path} is there already`);
  const parameters = findStrategy('macd')?.schema.parse({}) ?? {};
  const bot = {
    $schema: `../${SCHEMA_FILE}`,
    mode: 'paper',
    pair: 'XXBTZUSD',
    period: 5,
    strategy: { name: 'macd', parameters },
    volume: '0.002',
    risk: { maxOpenTrades: 3, maxDailyLossPercent: 5 },
    onStop: 'leave',
    notifications: { severity: 'info' },
  };
  try {
    makeFolder(folder);
    writeFileSync(path, `${JSON.stringify(bot, undefined, 2)}\n`, { flag: 'wx' });
    writeFileSync(resolve(io.cwd, bots, SCHEMA_FILE), schemaText());
  } catch (error) {
    throw new DataError(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  const shown = relative(io.cwd, path);
  io.out.write(`${shown} is a bot that trades on paper. Next: edit it, trader config check, trader start\n`);
}

/** `trader config schema`: for editors, as JSON Schema. */
export function showSchema(io: Io): void {
  io.out.write(schemaText());
}

function schemaText(): string {
  return `${JSON.stringify(botConfigJsonSchema(), undefined, 2)}\n`;
}
