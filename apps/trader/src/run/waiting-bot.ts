import type { Logger, Scheduler } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { SqliteLedger } from '@fathom/storage';
import type { BotPlan } from '../trade/bot-plan.js';
import type { Health } from './health.js';
import { readHealth } from './health.js';
import { HEALTH_EVERY_MS, HealthFile } from './health-file.js';
import type { RunFiles } from './run-files.js';

export interface WaitingBotOptions {
  readonly plan: BotPlan;
  readonly files: RunFiles;
  readonly scheduler: Scheduler;
  /** The machine's clock, milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly log: Logger;
  readonly pid: number;
}

/** Names a bot's files: `320-paper`. */
export function botKey({ identity, mode }: Pick<BotPlan, 'identity' | 'mode'>): string {
  return `${identity.id}-${mode}`;
}

/**
 * Tells of a bot that has not reached its exchange yet and has no open ledger, so that it is known to those who ask how it
 * is or stop it. What it holds is what it told last.
 */
export class WaitingBot {
  private readonly healthFile: HealthFile;
  private isOver = false;

  private constructor({ plan, files, scheduler, now, log, pid }: WaitingBotOptions, before: Health | undefined) {
    const startedAt = now();
    this.healthFile = new HealthFile({
      files,
      key: botKey(plan),
      scheduler,
      health: () => ({
        ledger: before?.ledger ?? '',
        unknownOrders: before?.unknownOrders ?? 0,
        activeOrders: before?.activeOrders ?? 0,
        openTrades: before?.openTrades ?? 0,
        closedTrades: before?.closedTrades ?? 0,
        cash: before?.cash ?? plan.balance.toString(),
        holding: before?.holding ?? '0',
        version: 1,
        bot: plan.identity,
        mode: plan.mode,
        pair: findInstrument(plan.pair).name,
        strategy: plan.definition.name,
        pid,
        startedAt,
        writtenAt: now(),
        everyMs: HEALTH_EVERY_MS,
        state: 'waiting',
      }),
      onTrouble: (reason) => log.warn(reason),
    });
  }

  /** @returns undefined where another process has the bot: its word counts. */
  static async begin(options: WaitingBotOptions): Promise<WaitingBot | undefined> {
    const { files, plan } = options;
    const before = readHealth(files.read(files.healthPath(botKey(plan))) ?? '');
    if (before !== undefined && (await SqliteLedger.isHeld(before.ledger))) return undefined;
    const waiting = new WaitingBot(options, before);
    waiting.healthFile.start();
    return waiting;
  }

  /** From now on somebody else tells of it. */
  close(): void {
    if (!this.isOver) this.healthFile.close();
    this.isOver = true;
  }

  /** It never began. */
  end(exitCode: number, reason: string): void {
    if (!this.isOver) this.healthFile.end(exitCode, reason);
    this.isOver = true;
  }
}
