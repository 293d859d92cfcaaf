import type { FastifyInstance } from 'fastify';
import type { CaptureSource } from '../live/capture.js';
import type { Access } from './access.js';

const GAPS = 500;
const LONGEST_HEAT_MS = 6 * 3_600_000;

const MOST_WAITING = 9;

/** Too many ask for what takes a while. */
class Busy extends Error {
  readonly statusCode = 503;
}

type OfPair = { Params: { pair: string } };

const time = { type: 'number', minimum: 0, maximum: 8.64e15 };
const query = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) => ({
  schema: { querystring: { type: 'object', additionalProperties: false, properties, required } },
});

/** What pages ask of a capture. Reading a recording takes a while, so one question is answered at a time. */
export function captureRoutes(server: FastifyInstance, access: Access, capture: CaptureSource | undefined): void {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = async <Answer>(read: () => Promise<Answer>): Promise<Answer> => {
    if (waiting >= MOST_WAITING) throw new Busy('reading the recording');
    waiting += 1;
    const turn = last.then(read, read);
    last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      waiting -= 1;
    }
  };
  server.register(async (routes) => {
    routes.addHook('preHandler', async (request, reply) => {
      if (access.visitor(request).role === undefined) return reply.code(401).send({ error: 'log in first' });
      return undefined;
    });
    routes.get('/api/capture', () => capture?.status() ?? null);
    if (capture === undefined) return;
    routes.get<OfPair & { Querystring: { time?: number } }>(
      '/api/capture/:pair/book',
      query({ time }),
      async ({ params, query: asked }, reply) => {
        const { time: instant } = asked;
        const book =
          instant === undefined ? capture.live(params.pair) : await inTurn(() => capture.at(params.pair, instant));
        return book ?? reply.code(404).send({ error: 'no book was known then' });
      },
    );
    routes.get<OfPair>('/api/capture/:pair/range', async ({ params }, reply) => {
      const range = await inTurn(() => capture.range(params.pair));
      return range ?? reply.code(404).send({ error: 'nothing is recorded of it yet' });
    });
    routes.get('/api/capture-gaps', () => inTurn(() => capture.gaps(GAPS)));
    routes.get<OfPair & { Querystring: { from: number; to: number } }>(
      '/api/capture/:pair/heat',
      query({ from: time, to: time }, ['from', 'to']),
      async ({ params, query: { from, to } }, reply) => {
        if (!(to > from) || to - from > LONGEST_HEAT_MS) {
          return reply.code(400).send({ error: 'six hours at most can be drawn at once' });
        }
        const heat = await inTurn(() => capture.heat(params.pair, from, to));
        return heat ?? reply.code(404).send({ error: 'nothing is recorded of that time' });
      },
    );
  });
}
