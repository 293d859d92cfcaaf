import type { FastifyInstance } from 'fastify';
import type { Access } from './access.js';

const LOG_IN = {
  body: {
    type: 'object',
    required: ['token'],
    additionalProperties: false,
    properties: { token: { type: 'string', minLength: 1, maxLength: 256 } },
  },
} as const;

/** Who am I, log in, log out. */
export function sessionRoutes(server: FastifyInstance, access: Access): void {
  server.get('/api/session', (request) => {
    const { role, session } = access.visitor(request);
    return {
      role: role ?? null,
      csrf: session?.csrf ?? null,
      hasControl: access.hasControl,
      isLoggedIn: session !== undefined,
    };
  });
  server.post<{ Body: { token: string } }>('/api/login', { schema: LOG_IN }, (request, reply) => {
    const { status, session } = access.logIn(request.body.token, request, reply);
    if (session !== undefined) return { role: session.role, csrf: session.csrf };
    const error = status === 429 ? 'too many wrong tokens: wait a minute' : 'that is not the token';
    return reply.code(status).send({ error });
  });
  server.post('/api/logout', (request, reply) => {
    access.logOut(request, reply);
    return {};
  });
}
