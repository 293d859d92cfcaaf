import type { ServerResponse } from 'node:http';
import type { Clock, Scheduler } from '@fathom/contracts';
import type { CaptureSource } from '../live/capture.js';
import type { BotNews, BotSource } from '../live/sources.js';

/** A browser that has not taken this much is too slow, or gone. */
const MOST_WAITING_BYTES = 1_048_576;
const MOST_BROWSERS = 32;
const STATUS_MS = 1_000;
/** A growing candle is shown at most so often. */
const CANDLE_MS = 250;

export interface StreamsOptions {
  readonly bots: ReadonlyMap<string, BotSource>;
  readonly capture?: CaptureSource;
  readonly time: Clock & Scheduler;
}

interface Browser {
  readonly response: ServerResponse;
  /** The bot it looks at closely; all send their status. */
  readonly bot: string | undefined;
}

/**
 * Server-sent events to every browser that looks. Nothing waits for a browser: one that does not keep up is dropped, and
 * its page asks again for all. While nobody looks, nothing is computed.
 */
export class Streams {
  private readonly bots: ReadonlyMap<string, BotSource>;
  private readonly capture: CaptureSource | undefined;
  private readonly time: Clock & Scheduler;
  private readonly browsers = new Set<Browser>();
  private readonly candles = new Map<string, BotNews>();
  private readonly stopListening = new Map<string, () => void>();
  private stopStatus: (() => void) | undefined;
  private stopCandles: (() => void) | undefined;

  constructor({ bots, capture, time }: StreamsOptions) {
    this.bots = bots;
    this.capture = capture;
    this.time = time;
  }

  /** How many look. */
  get size(): number {
    return this.browsers.size;
  }

  /** @returns false when there are too many already. */
  add(response: ServerResponse, bot: string | undefined): boolean {
    if (this.browsers.size >= MOST_BROWSERS) return false;
    const browser = { response, bot };
    this.browsers.add(browser);
    response.on('close', () => this.drop(browser));
    response.on('error', () => this.drop(browser));
    if (bot !== undefined) this.listenTo(bot);
    this.stopStatus ??= this.time.after(0, () => this.sendStatus());
    return true;
  }

  close(): void {
    for (const browser of this.browsers) this.drop(browser);
  }

  private sendStatus(): void {
    this.stopStatus = undefined;
    if (this.browsers.size === 0) return;
    const all = [...this.bots].map(([id, source]) => ({ id, status: source.status() }));
    const captured =
      this.capture === undefined ? '' : `event: capture\ndata: ${JSON.stringify(this.capture.status())}\n\n`;
    const text = `event: status\ndata: ${JSON.stringify(all)}\n\n${captured}`;
    for (const browser of this.browsers) this.send(browser, text);
    this.stopStatus = this.time.after(STATUS_MS, () => this.sendStatus());
  }

  private listenTo(bot: string): void {
    const source = this.bots.get(bot);
    if (source === undefined || this.stopListening.has(bot)) return;
    this.stopListening.set(
      bot,
      source.listen((news) => this.heard(bot, news)),
    );
  }

  private heard(bot: string, news: BotNews): void {
    if (news.type !== 'candle' || !news.isGrowing) {
      // What has closed is newer than what was still growing.
      if (news.type === 'candle') this.candles.delete(bot);
      this.tell(bot, news);
      return;
    }
    this.candles.set(bot, news);
    this.stopCandles ??= this.time.after(CANDLE_MS, () => this.sendCandles());
  }

  private sendCandles(): void {
    this.stopCandles = undefined;
    for (const [bot, news] of this.candles) this.tell(bot, news);
    this.candles.clear();
  }

  private tell(bot: string, news: BotNews): void {
    const text = `event: news\ndata: ${JSON.stringify(news)}\n\n`;
    for (const browser of this.browsers) if (browser.bot === bot) this.send(browser, text);
  }

  private send(browser: Browser, text: string): void {
    const { response } = browser;
    if (response.writableLength > MOST_WAITING_BYTES) this.drop(browser);
    else response.write(text);
  }

  private drop(browser: Browser): void {
    if (!this.browsers.delete(browser)) return;
    browser.response.destroy();
    const { bot } = browser;
    if (bot !== undefined && ![...this.browsers].some((one) => one.bot === bot)) {
      this.stopListening.get(bot)?.();
      this.stopListening.delete(bot);
    }
    if (this.browsers.size > 0) return;
    this.stopStatus?.();
    this.stopCandles?.();
    [this.stopStatus, this.stopCandles] = [undefined, undefined];
  }
}
