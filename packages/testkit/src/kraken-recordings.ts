import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One REST call somebody made and what Kraken answered. */
export interface RecordedCall {
  readonly method: string;
  /** `/0/private/AddOrder`. */
  readonly path: string;
  /** What was asked: the query of a GET, the body of a POST. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: number;
  /** The body of the answer, as text. */
  readonly text: string;
}

/** One frame of a socket, and when it came: nanoseconds from an unknown start. */
export interface RecordedFrame {
  readonly at: bigint;
  readonly bytes: Buffer;
}

/** 83 REST calls of 2019 and 2020 (fixtures/kraken/README.md names the origins of all of these). */
export function recordedCalls(): RecordedCall[] {
  return lines(unzipped('aiokraken/rest.ndjson.gz')).map((line) => {
    const call = JSON.parse(line);
    const { pathname, searchParams } = new URL(call.uri);
    const parameters = { ...Object.fromEntries(searchParams), ...call.requestBody };
    return { method: call.method, path: pathname, parameters, status: call.status, text: call.responseText };
  });
}

/** REST answers of 2023 and 2024 by the name of the test they come from: `get_add_order_json`. */
export function recordedAnswers(): Map<string, unknown> {
  const answers: Record<string, unknown> = JSON.parse(unzipped('kraken-async-rs/rest.json.gz'));
  return new Map(Object.entries(answers).map(([name, answer]) => [name.slice(name.indexOf(':') + 1), answer]));
}

/** Frames of Kraken's WebSocket, version 2, as text. */
export function recordedFrames(): string[] {
  const executions = lines(read('docs/executions.ndjson').toString()).map((line) =>
    JSON.stringify(JSON.parse(line).frame),
  );
  return [
    ...lines(read('kraken-async-rs/ws.ndjson').toString()).map((line) => String(JSON.parse(line).frame)),
    ...executions,
  ];
}

/** Kraken's own description of its REST calls in 2022. */
export function openApi(): Record<string, unknown> {
  return JSON.parse(unzipped('node-kraken-api/openapi-2022.json.gz'));
}

/** A stream of BTC/USD book frames: `btcusd_sample` is depth 25, `btcusd_l2` depth 10. */
export function recordedBook(name: 'btcusd_sample' | 'btcusd_l2'): RecordedFrame[] {
  const bytes = gunzipSync(read(`crossbook/${name}.cbcap.gz`));
  const frames: RecordedFrame[] = [];
  let at = bytes.indexOf('\n') + 1;
  while (at < bytes.length) {
    const start = bytes.indexOf('\n', at) + 1;
    const [time = '', length] = bytes.toString('latin1', at, start - 1).split(' ');
    frames.push({ at: BigInt(time), bytes: bytes.subarray(start, start + Number(length)) });
    at = start + Number(length) + 1;
  }
  return frames;
}

/** The book of Kraken's checksum example and the checksum its documentation gives. */
export function checksumExample(): { asks: [string, string][]; bids: [string, string][]; checksum: number } {
  return JSON.parse(read('docs/book-checksum.json').toString());
}

/** The example of a signed call in Kraken's documentation. */
export function signatureExample(): { path: string; nonce: string; body: string; secret: string; signature: string } {
  const {
    path,
    nonce,
    body,
    secret_b64: secret,
    api_sign: signature,
  } = JSON.parse(read('docs/signature.json').toString());
  return { path, nonce, body, secret, signature };
}

/** Every error string of Kraken's that is known. */
export function errorStrings(): string[] {
  return lines(read('docs/errors.txt').toString());
}

function read(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/kraken/${name}`, import.meta.url));
}

function unzipped(name: string): string {
  return gunzipSync(read(name)).toString();
}

function lines(text: string): string[] {
  return text.trimEnd().split('\n');
}
