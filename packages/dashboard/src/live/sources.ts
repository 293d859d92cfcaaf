import type {
  BotAbout,
  BotStatus,
  CandleRow,
  ChartMark,
  ChartView,
  EventView,
  LimitView,
  LogLine,
  OrderView,
  SettingView,
  TradesPage,
} from './views.js';

/** What somebody at a dashboard may ask of a bot. */
export type BotAction =
  | { readonly action: 'pause' }
  | { readonly action: 'resume' }
  | { readonly action: 'close-trade'; readonly id: string }
  | { readonly action: 'cancel-order'; readonly id: string }
  | { readonly action: 'cancel-all' }
  | { readonly action: 'kill' };

/** Something of a bot that pages show at once. */
export type BotNews =
  | { readonly type: 'candle'; readonly candle: CandleRow; readonly isGrowing: boolean }
  /** The newest candle closed, with what the indicators read then. */
  | { readonly type: 'indicators'; readonly values: Readonly<Record<string, number | null>> }
  | { readonly type: 'event'; readonly event: EventView }
  | { readonly type: 'trade'; readonly mark: ChartMark }
  | { readonly type: 'log'; readonly line: LogLine };

/**
 * A bot as the dashboard sees it. Every call returns at once and costs little: it runs in the process that trades.
 */
export interface BotSource {
  readonly about: BotAbout;
  status(): BotStatus;
  chart(): ChartView;
  /** Closed trades from that row on, at most `limit`. */
  trades(from: number, limit: number): TradesPage;
  /** Orders that are not final, unknown ones first, then the newest final ones. */
  orders(): readonly OrderView[];
  /** Events before that sequence number (the newest when left out), newest first. */
  events(before: number | undefined, limit: number): readonly EventView[];
  /** Lines after that number, oldest first; the newest `limit` of them. */
  log(after: number, limit: number): readonly LogLine[];
  limits(): readonly LimitView[];
  settings(): readonly SettingView[];
  /** Calls back with news until what it gives is called. The listener returns at once and never throws. */
  listen(listener: (news: BotNews) => void): () => void;
  /**
   * Does what was asked, and keeps it as an event with who asked.
   * @returns what was done, in words, or why not.
   */
  act(action: BotAction, who: string): { readonly isDone: boolean; readonly text: string };
}
