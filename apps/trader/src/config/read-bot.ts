import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { type Bot, botOf } from '@fathom/notifications';
import type * as z from 'zod';
import { jsonFile } from '../options/json-file.js';
import { issueText } from '../text/issue-text.js';
import { BotConfig } from './bot-config.js';
import { environmentOverrides } from './environment-overrides.js';
import { unknownSetting } from './unknown-setting.js';

export const BOT_FILE = 'bot.json';

/** A bot as its folder and the environment say. */
export interface ConfiguredBot {
  readonly folder: string;
  readonly identity: Bot;
  readonly config: BotConfig;
  /** Variables that took the place of something in the file. */
  readonly overrides: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Folders with a `bot.json`, by name. @throws {UsageError} when there is no such folder, or none in it. */
export function botFolders(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`there is no folder ${folder}`);
  const folders = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((each) => existsSync(join(each, BOT_FILE)))
    .toSorted((a, b) => a.localeCompare(b));
  if (folders.length === 0)
    throw new UsageError(`no folder in ${folder} has a ${BOT_FILE}; trader config init NAME makes one`);
  return folders;
}

/** The folder of one bot. @throws {UsageError} when there is none of that name. */
export function botFolder(name: string, folder: string): string {
  const folders = botFolders(folder);
  const found = folders.find((each) => basename(each) === name);
  if (found !== undefined) return found;
  throw new UsageError(`there is no bot ${name}: there are ${folders.map((each) => basename(each)).join(', ')}`);
}

/**
 * @throws {DataError} for a file that cannot be read.
 * @throws {UsageError} for one that is not what it should be: the file, the setting, the value.
 */
export function readBot(folder: string, env: Environment): ConfiguredBot {
  const path = join(folder, BOT_FILE);
  const identity = botOf(folder);
  const { settings, names } = environmentOverrides(
    jsonFile(path, { called: path, content: 'settings' }),
    basename(folder),
    env,
  );
  const parsed = BotConfig.safeParse(settings);
  if (parsed.success) return { folder, identity, config: parsed.data, overrides: names };
  const by = names.length > 0 ? ` (with ${names.join(', ')} of the environment)` : '';
  throw new UsageError(`${path}${by}: ${explain(parsed.error, settings)}`);
}

/** The first thing that is wrong: `risk.maxOpenTrades: 0 is not …`, `no setting periode: did you mean period?`. */
function explain({ issues }: z.ZodError, settings: unknown): string {
  // A name that is mistyped leaves another missing: what is there is told first.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return 'is not valid';
  if (issue.code === 'unrecognized_keys') return unknownSetting(issue.keys[0] ?? '', issue.path);
  return issueText(issue, settings);
}
