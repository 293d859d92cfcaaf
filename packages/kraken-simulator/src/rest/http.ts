/** A request as it arrived, whatever carried it. */
export interface HttpRequest {
  readonly method: string;
  /** With the query: `/0/public/Time`, `/0/public/Depth?pair=XBTUSD`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Who asks, for limits by address; one and the same for everybody when it is left out. */
  readonly address?: string | undefined;
}

/** What is sent back. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer in Kraken's envelope: `result` is left out when nothing came of the call. */
export interface Answer {
  readonly error: readonly string[];
  readonly result?: unknown;
}

/** Kraken answers refusals with status 200 as well (docs.kraken.com, REST, "Error Details"). */
export function jsonReply(answer: Answer): HttpReply {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(answer) };
}
