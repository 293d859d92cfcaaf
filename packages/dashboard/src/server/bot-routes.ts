import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BotAction, BotSource } from '../live/sources.js';
import type { Access } from './access.js';
import type { Streams } from './streams.js';
import { tradesCsv } from './trades-csv.js';

interface BotRoutes {
  readonly access: Access;
  readonly bots: ReadonlyMap<string, BotSource>;
  readonly streams: Streams;
}

type OfBot = { Params: { id: string } };

const whole = (maximum: number, standard?: number) => ({
  type: 'integer',
  minimum: 0,
  maximum,
  ...(standard !== undefined && { default: standard }),
});
const query = (properties: Readonly<Record<string, unknown>>) => ({
  schema: { querystring: { type: 'object', additionalProperties: false, properties } },
});
const ACTION = {
  schema: {
    body: {
      type: 'object',
      required: ['action'],
      additionalProperties: false,
      properties: {
        action: { enum: ['pause', 'resume', 'close-trade', 'cancel-order', 'cancel-all', 'kill'] },
        id: { type: 'string', minLength: 1, maxLength: 64 },
      },
    },
  },
};

/** Trades in one answer, so that none takes long to write. */
const TRADES = 2_000;

/** What pages ask of bots, and what they may do to them. */
export function botRoutes(server: FastifyInstance, { access, bots, streams }: BotRoutes): void {
  const look = async (request: FastifyRequest, reply: { code(status: number): { send(body: unknown): unknown } }) => {
    if (access.visitor(request).role === undefined) return reply.code(401).send({ error: 'log in first' });
    const id = idOf(request.params);
    if (id !== undefined && !bots.has(id)) return reply.code(404).send({ error: 'there is no such bot' });
    return undefined;
  };
  const bot = (request: { readonly params: { readonly id: string } }): BotSource => {
    const found = bots.get(request.params.id);
    if (found === undefined) throw new Error('asked for a bot that is not there');
    return found;
  };
  server.register(async (routes) => {
    routes.addHook('preHandler', look);
    routes.get('/api/bots', () => [...bots.values()].map((one) => ({ about: one.about, status: one.status() })));
    routes.get<OfBot>('/api/bots/:id/chart', (request) => bot(request).chart());
    routes.get<OfBot & { Querystring: { from: number } }>(
      '/api/bots/:id/trades',
      query({ from: whole(1e9, 0) }),
      (request) => bot(request).trades(request.query.from, TRADES),
    );
    routes.get<OfBot>('/api/bots/:id/trades.csv', (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="trades-${request.params.id}.csv"`)
        .send(tradesCsv(bot(request), TRADES)),
    );
    routes.get<OfBot>('/api/bots/:id/orders', (request) => bot(request).orders());
    routes.get<OfBot & { Querystring: { before?: number; limit: number } }>(
      '/api/bots/:id/events',
      query({ before: whole(2 ** 53), limit: whole(500, 100) }),
      (request) => bot(request).events(request.query.before, request.query.limit),
    );
    routes.get<OfBot & { Querystring: { after: number; limit: number } }>(
      '/api/bots/:id/log',
      query({ after: whole(2 ** 53, 0), limit: whole(1000, 500) }),
      (request) => bot(request).log(request.query.after, request.query.limit),
    );
    routes.get<OfBot>('/api/bots/:id/limits', (request) => bot(request).limits());
    routes.get<OfBot>('/api/bots/:id/settings', (request) => bot(request).settings());
    routes.get<{ Querystring: { bot?: string } }>(
      '/api/stream',
      query({ bot: { type: 'string', maxLength: 64 } }),
      (request, reply) => {
        reply.hijack();
        const { raw } = reply;
        for (const [name, value] of Object.entries(reply.getHeaders()))
          if (value !== undefined) raw.setHeader(name, value);
        raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', connection: 'keep-alive' });
        // A page whose connection broke comes back after so long.
        raw.write('retry: 2000\n\n');
        if (!streams.add(raw, request.query.bot)) raw.end('event: full\ndata: {}\n\n');
      },
    );
    routes.post<OfBot & { Body: BotAction }>('/api/bots/:id/actions', ACTION, (request, reply) => {
      const visitor = access.visitor(request);
      const refusal = access.refusal(visitor, request);
      if (refusal !== undefined) return reply.code(refusal.status).send({ error: refusal.text });
      const { body } = request;
      if ((body.action === 'close-trade' || body.action === 'cancel-order') && body.id === undefined) {
        return reply.code(400).send({ error: `${body.action} needs an id` });
      }
      const { isDone, text } = bot(request).act(body, visitor.name);
      return reply.code(isDone ? 200 : 409).send({ text });
    });
  });
}

function idOf(parameters: unknown): string | undefined {
  if (typeof parameters !== 'object' || parameters === null || !('id' in parameters)) return undefined;
  return String(parameters.id);
}
