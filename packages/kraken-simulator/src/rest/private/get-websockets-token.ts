import type { PrivateCall } from './private-call.js';

export const getWebSocketsToken: PrivateCall = (_args, { account, tokens, now }) => tokens.issue(account.name, now);
