import { describe, expect, it } from 'vitest';
import type { BotState } from '../run/bot-state.js';
import type { BotPlan } from './bot-plan.js';
import { deadManReach } from './dead-man-reach.js';

const plan = (id: number, fields: Partial<BotPlan> = {}) =>
  ({ identity: { id, name: `bot${id}` }, mode: 'live', guards: { place: 'bot' }, ...fields }) as BotPlan;

const state = (key: string, { life = 'alive', mode = 'live', deadManMs = 0 } = {}) =>
  ({ key, life, health: { mode, ...(deadManMs > 0 && { deadManMs }) } }) as BotState;

const watched = plan(197, { deadManMs: 60_000 });

describe('whom the dead man’s switch of an account concerns', () => {
  it('is nobody else where one bot has the account', () => {
    const states = [state('197-live'), state('555-live', { life: 'stopped' }), state('556-paper', { mode: 'paper' })];
    const open = [{ clientOrderId: '197-29760480-t' }];
    expect(deadManReach({ plan: watched, fleet: [watched], states, open })).toEqual([]);
  });

  it('is a bot of the same process that rests its stops and has set none', () => {
    const other = plan(555, { guards: { place: 'exchange' } });
    const paper = plan(556, { guards: { place: 'exchange' }, mode: 'paper' });
    const fleet = [watched, other, paper, plan(557)];
    expect(deadManReach({ plan: watched, fleet, states: [], open: [] })).toEqual([
      "the dead man's switch would cancel the stops of 555-live as well, which has set none",
    ]);
  });

  it('is a bot of another process, as long as it lives', () => {
    const states = [state('555-live'), state('556-live', { life: 'dead' })];
    expect(deadManReach({ plan: watched, fleet: [watched], states, open: [] })).toEqual([
      "555-live runs in another process: if it is of the same account, the dead man's switch cancels its orders as well, acts only when neither is heard of, and is off until set anew when either ends",
    ]);
  });

  it('are orders that rest there and are of none of these bots', () => {
    const open = [
      { clientOrderId: '555-29760480-s' },
      {},
      { clientOrderId: 'mine' },
      { clientOrderId: '197-29760480-s' },
    ];
    expect(deadManReach({ plan: watched, fleet: [watched], states: [], open })).toEqual([
      "the dead man's switch would cancel 3 order(s) as well that rest on the account and are of none of these bots",
    ]);
  });

  it('is a bot without one, where another process has set it', () => {
    const own = plan(197);
    const states = [state('555-live', { deadManMs: 60_000 }), state('556-live')];
    expect(deadManReach({ plan: own, fleet: [own], states, open: [{ clientOrderId: 'mine' }] })).toEqual([
      "555-live, of another process, has set the dead man's switch: if it is of the same account, it may cancel what this bot rests there",
    ]);
  });
});
