export interface TopicsLimits {
  /** How many symbols go into one message. */
  readonly symbolsPerMessage: number;
  /** Subscribe and unsubscribe messages a second, on average, and how many at once. */
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** An acknowledgement or a refusal must come within this time. */
  readonly answerMs: number;
  /** The first data must come this long after the acknowledgement. */
  readonly firstDataMs: number;
}

export const TOPICS_LIMITS: TopicsLimits = {
  symbolsPerMessage: 50,
  messagesPerSecond: 5,
  messageBurst: 10,
  answerMs: 5000,
  firstDataMs: 10_000,
};
