import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '../rest/http.js';

const MOST_BYTES = 1024 * 1024;

/** The whole request; undefined when its body is too long or the client leaves before its end. */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message) {
      const piece: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += piece.length;
      if (bytes > MOST_BYTES) return undefined;
      chunks.push(piece);
    }
  } catch {
    return undefined;
  }
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
    address: message.socket.remoteAddress,
  };
}
