import { resolve } from 'node:path';
import { isNamed } from './is-named.js';
import { UsageError } from '@fathom/contracts';
import { EXIT } from '../exit-code.js';
import { CheckFailed } from '../check-failed.js';
import type { Io } from '../io.js';
import { NONE, money } from '../text/format.js';
import { definitionList, lineWidth, table } from '@fathom/terminal';
import { type BotState, botStates } from './bot-state.js';
import { RUN_FOLDER, RunFiles } from './run-files.js';
import { resumeCommand } from './stop-wish.js';

export interface StatusFlags {
  /** A bot's name; else all. */
  readonly bot?: string;
  readonly json?: boolean;
}

/** A feed that was silent for so long is worth a word, milliseconds. */
const SILENCE_MS = 60_000;

/**
 * `trader status`: how every bot of this folder is.
 * @throws {CheckFailed} when one of them is stale or dead.
 */
export async function showStatus(flags: StatusFlags, io: Io): Promise<void> {
  const files = new RunFiles(resolve(io.cwd, RUN_FOLDER));
  const all = await botStates(files, io.now());
  const states = flags.bot === undefined ? all : all.filter(({ health }) => isNamed(health.bot, flags.bot ?? ''));
  if (flags.bot !== undefined && states.length === 0) throw noSuchBot(flags.bot, all);
  if (flags.json === true) {
    const bots = states.map(({ health, life, ageMs }) => ({ ...health, life, ageMs }));
    io.out.write(`${JSON.stringify(bots, undefined, 2)}\n`);
  } else show(states, files, io);
  const bad = states.filter(({ life }) => life === 'stale' || life === 'dead').length;
  if (bad > 0) throw new CheckFailed(`${bad} of ${states.length} bots ${bad === 1 ? 'is' : 'are'} not alive`);
}

/** @returns what to throw. */
export function noSuchBot(name: string, all: readonly BotState[]): UsageError {
  const names = [...new Set(all.map(({ health }) => health.bot.name))];
  const there = names.length === 0 ? 'none has run in this folder' : `there are ${names.join(', ')}`;
  return new UsageError(`no bot ${name} is known here: ${there}`);
}

function show(states: readonly BotState[], files: RunFiles, io: Io): void {
  if (states.length === 0) {
    io.out.write(`No bot has run in this folder (${files.folder}).\n`);
    return;
  }
  const now = io.now();
  const rows = states.map(({ health, life }) => [
    `${health.bot.id}:${health.bot.name}`,
    health.mode,
    health.pair,
    life === 'alive' ? health.state : life,
    life === 'alive' && health.lastHeardAt !== undefined ? seconds(now - health.lastHeardAt) : NONE,
    String(health.openTrades),
    String(health.unknownOrders),
    health.equity === undefined ? NONE : money(String(health.equity)),
  ]);
  const head = ['Bot', 'Mode', 'Pair', 'State', 'Feed', 'Open', 'In doubt', 'Equity'];
  io.out.write(table(head, rows, ['Mode', 'Pair', 'State']));
  const areAllStopped = files.read(files.stopPath()) !== undefined;
  const remarks = states.flatMap((state) =>
    remarksOn(state, now, areAllStopped).map((text) => [titleOf(state), text] as const),
  );
  if (remarks.length > 0) io.out.write(`\n${definitionList(remarks, lineWidth(io.out))}`);
}

function titleOf({ health }: BotState): string {
  return `${health.bot.name} (${health.mode})`;
}

function remarksOn({ health, life, ageMs }: BotState, now: number, areAllStopped: boolean): string[] {
  const { pid, state, reason = 'no reason given', exitCode, unknownOrders, lastHeardAt } = health;
  if (life === 'dead') return [`its process (${pid}) is gone and did not say good-bye; start it again`];
  if (life === 'stopped') {
    const how = exitCode === EXIT.ok ? 'ended in good order' : `ended with exit code ${exitCode}`;
    return [`${how}: ${reason}`];
  }
  if (life === 'stale') return [`its process (${pid}) is there and has told nothing for ${seconds(ageMs)}: it hangs`];
  if (state === 'waiting')
    return [`has waited ${seconds(now - health.startedAt)} for the exchange to answer, and goes on trying`];
  const remarks: string[] = [];
  if (state === 'halted')
    remarks.push(`enters nothing: ${reason}; ${resumeCommand(areAllStopped ? undefined : health.bot.name)} ends that`);
  if (state === 'strategy-failed') remarks.push(`its strategy failed and is not asked any more: ${reason}`);
  if (unknownOrders > 0) remarks.push(`${unknownOrders} order(s) are looked for: nobody knows whether Kraken has them`);
  const silentMs = now - (lastHeardAt ?? health.startedAt);
  if (silentMs > SILENCE_MS) remarks.push(`no market data for ${seconds(silentMs)}`);
  return remarks;
}

function seconds(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  if (total < 120) return `${total} s`;
  return total < 7200 ? `${Math.round(total / 60)} min` : `${Math.round(total / 3600)} h`;
}
