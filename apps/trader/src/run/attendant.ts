import type { Clock, Scheduler } from '@fathom/contracts';
import type { Log } from '@fathom/notifications';
import type { RunningBot } from '../trade/running-bot.js';
import { type Health } from './health.js';
import { HEALTH_EVERY_MS, HealthFile } from './health-file.js';
import type { RunFiles } from './run-files.js';
import { StopSwitch } from './stop-switch.js';
import { resumeCommand, type StopWish } from './stop-wish.js';
import { botKey } from './waiting-bot.js';

export interface AttendantOptions {
  readonly bot: RunningBot;
  readonly files: RunFiles;
  /** Timers, and the clock by which the bot was last heard of. */
  readonly time: Clock & Scheduler;
  /** The machine's clock, which others read the health file by; milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly log: Log;
  /** What becomes of open trades when somebody stops the bot. */
  readonly onStop: 'leave' | 'close';
  readonly pid: number;
}

/** Looks after one running bot: tells how it is, and does what a stop file wants. */
export class Attendant {
  private readonly options: AttendantOptions;
  private readonly healthFile: HealthFile;
  private readonly stopSwitch: StopSwitch;
  private readonly startedAt: number;

  constructor(options: AttendantOptions) {
    this.options = options;
    const { bot, files, time, log } = options;
    this.startedAt = options.now();
    const key = botKey(bot.plan);
    this.healthFile = new HealthFile({
      files,
      key,
      scheduler: time,
      health: () => this.health(),
      onTrouble: (reason) => log.warn(reason),
    });
    this.stopSwitch = new StopSwitch({
      files,
      key,
      scheduler: time,
      onStop: (wish, isOfAll) => this.halt(wish, isOfAll),
      onResume: (by) => this.resume(by),
    });
  }

  start(): void {
    this.stopSwitch.start();
    this.healthFile.start();
  }

  /** Nothing is entered from now on; what is open is closed, if that is how the bot is stopped. */
  halt({ by, reason, isClosing }: StopWish, isOfAll = false): void {
    const { bot, log, onStop } = this.options;
    if (bot.ledger.haltReason === undefined) {
      const command = resumeCommand(isOfAll ? undefined : bot.plan.identity.name);
      log.warn(`${by} stops entries: ${reason}; ${command} lets ${isOfAll ? 'them' : 'the bot'} enter again`);
      bot.halt(reason, by);
      this.healthFile.tell();
    }
    if (isClosing || onStop === 'close') bot.leaveAll(`stopped: ${reason}`);
  }

  /** @param exitCode what the process will end with. */
  end(exitCode: number, reason: string): void {
    this.stopSwitch.close();
    this.healthFile.end(exitCode, reason);
  }

  private resume(by: string): void {
    const { bot, log } = this.options;
    if (bot.ledger.haltReason === undefined) return;
    log.warn(`${by} lets the bot enter again`);
    bot.resume(by);
    this.healthFile.tell();
  }

  private health(): Health {
    const { bot, time, now, pid } = this.options;
    const writtenAt = now();
    /** Our clock goes on when somebody sets the machine's. */
    const shift = writtenAt - time.now();
    const { plan, pair, ledger, pulse, memory } = bot;
    const { lastHeardAt, lastCandleAt, price, strategyFailure } = pulse;
    const reason = strategyFailure ?? ledger.haltReason;
    return {
      version: 1,
      bot: plan.identity,
      mode: plan.mode,
      pair: pair.name,
      strategy: plan.definition.name,
      pid,
      ledger: memory.path,
      startedAt: this.startedAt,
      writtenAt,
      everyMs: HEALTH_EVERY_MS,
      state: stateOf(bot),
      ...(plan.deadManMs !== undefined && { deadManMs: plan.deadManMs }),
      ...(reason !== undefined && { reason }),
      ...(lastHeardAt !== undefined && { lastHeardAt: lastHeardAt + shift }),
      ...(lastCandleAt !== undefined && { lastCandleAt: lastCandleAt + shift }),
      unknownOrders: bot.unknownOrders,
      activeOrders: ledger.activeOrders().length,
      openTrades: ledger.open.length,
      closedTrades: ledger.closed.length,
      cash: ledger.cash.toString(),
      holding: ledger.holding.toString(),
      ...(price !== undefined && { price, equity: ledger.equityAt(price) }),
    };
  }
}

function stateOf({ ledger, pulse }: RunningBot): Health['state'] {
  if (pulse.isStopping) return 'stopping';
  if (pulse.strategyFailure !== undefined) return 'strategy-failed';
  if (ledger.haltReason !== undefined) return 'halted';
  return pulse.lastCandleAt === undefined ? 'starting' : 'trading';
}
