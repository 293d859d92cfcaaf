/** What a message to people is about; sinks choose by it. */
export type NoticeKind =
  | 'bot-started'
  | 'bot-stopped'
  | 'trade-opened'
  | 'trade-closed'
  | 'entry-refused'
  | 'order-unknown'
  | 'order-settled'
  | 'outage-begun'
  | 'outage-ended'
  | 'trading-halted'
  | 'trading-resumed'
  | 'daily-summary'
  | 'trouble';

/** How bad: `critical` wants somebody now, `error` today, `warning` when there is time. */
export type NoticeSeverity = 'info' | 'warning' | 'error' | 'critical';

export interface NoticeField {
  readonly name: string;
  readonly value: string;
}

/** A message to people, as data: every sink puts it into its own form. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly severity: NoticeSeverity;
  /** Who says it: `197:Localbot`. */
  readonly from: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** A line that can stand alone. */
  readonly title: string;
  /** In the order they are to be shown. */
  readonly fields: readonly NoticeField[];
  /** What went on before and after: the trade's id, from the signal to the last fill. */
  readonly trade?: string;
  /** Notices of one text here are the same again and may be folded into one; kind and title when left out. */
  readonly sameAs?: string;
}

/** Where messages to people go. The call returns at once and never throws; delivery is somebody else's waiting. */
export interface Notifier {
  notify(notice: Notice): void;
}
