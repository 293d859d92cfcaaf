import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Scheduler } from '@fathom/contracts';
import type { Delivery } from '../faults/delivery.js';
import type { HttpReply } from '../rest/http.js';
import { floodOf } from './flood.js';

/** Sends an answer over a connection, as well or as badly as it was decided. Waiting ends with the connection. */
export function deliver(delivery: Delivery, response: ServerResponse, scheduler: Scheduler): void {
  if (response.destroyed) return;
  switch (delivery.kind) {
    case 'reply':
      return wait(delivery.afterMs, response, scheduler, () => send(delivery.reply, response));
    case 'later':
      return wait(delivery.afterMs, response, scheduler, () => deliver(delivery.arrive(), response, scheduler));
    case 'cut': {
      const body = Buffer.from(delivery.reply.body);
      response.writeHead(delivery.reply.status, { ...delivery.reply.headers, 'content-length': body.length });
      // The reset overtakes what has not left yet.
      response.write(body.subarray(0, delivery.bytes), () => response.socket?.destroy());
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silence':
      return;
    case 'flood':
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      // A reader that leaves in the middle is what this is for.
      pipeline(Readable.from(floodOf(delivery.bytes)), response, () => {});
  }
}

function send({ status, headers, body }: HttpReply, response: ServerResponse): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function wait(ms: number, response: ServerResponse, scheduler: Scheduler, then: () => void): void {
  if (ms <= 0) return then();
  const forget = scheduler.after(ms, () => {
    response.off('close', forget);
    if (!response.destroyed) then();
  });
  response.once('close', forget);
}
