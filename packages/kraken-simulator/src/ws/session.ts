import type { Random } from '@fathom/contracts';
import { FaultySender } from '../faults/faulty-sender.js';
import type { AboutFrame, SocketFaults } from '../faults/socket-faults.js';
import { type AnswerTo, failureText, pongText, successText } from './answer.js';
import { connectionId, statusText } from './channels/status-text.js';
import type { Digits } from './digits.js';
import { Fields, Refused } from './fields.js';
import type { AccountEvent, CallParameters, Exchange } from './ports.js';
import { PrivateSubscriptions } from './private-subscriptions.js';
import { PublicSubscriptions } from './public-subscriptions.js';
import { isPublicChannel } from './read-topics.js';
import { readRequest } from './request.js';
import type { Connection, SocketKind, Wire } from './sockets.js';
import type { Topics } from './topics.js';
import { TRADING_METHODS, type TradingMethod } from './trading/methods.js';

const HEARTBEAT_MS = 1000;
/** A client that lets so much pile up is cut off. */
const MAX_BUFFERED_BYTES = 16 * 2 ** 20;

export interface SessionOptions {
  readonly kind: SocketKind;
  readonly wire: Wire;
  readonly exchange: Exchange;
  readonly topics: Topics;
  readonly faults: SocketFaults;
  readonly random: Random;
  /** Told once when the connection is over, whoever ended it. */
  readonly onEnd: (session: Session) => void;
}

/** One client's conversation. Holds no socket and no timer. */
export class Session implements Connection {
  readonly #options: SessionOptions;
  readonly #sender: FaultySender;
  readonly #id: Digits;
  readonly #public: PublicSubscriptions;
  readonly #private: PrivateSubscriptions;
  #nextHeartbeat: number | undefined;
  #isOver = false;

  constructor(options: SessionOptions) {
    const { wire, exchange, faults, topics, kind, random } = options;
    const send = (text: string, about: AboutFrame) => this.#send(text, about);
    this.#options = options;
    this.#id = connectionId(random);
    this.#public = new PublicSubscriptions({ topics, instruments: exchange.market.instruments, faults, send });
    this.#private = new PrivateSubscriptions({ kind, exchange, faults, send });
    this.#sender = new FaultySender(faults, {
      send: (data) => this.#write(() => wire.send(data)),
      sendFragments: (parts) => this.#write(() => wire.sendFragments(parts)),
      end: ({ reset }) => this.#end({ code: 1001, reset }),
    });
    this.sendStatus();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** When the next heartbeat is due; undefined before the first subscription. */
  get nextHeartbeat(): number | undefined {
    return this.#nextHeartbeat;
  }

  sendStatus(): void {
    this.#send(statusText(this.#options.exchange.market.status, this.#id), { frame: 'status', channel: 'status' });
  }

  receive(text: string, now: number): void {
    if (this.#isOver) return;
    const request = readRequest(text);
    const answerTo: AnswerTo = { method: request.method, reqId: request.reqId, now };
    if ('error' in request) {
      this.#send(failureText(answerTo, request.error), { frame: 'refusal' });
      return;
    }
    const trade = TRADING_METHODS.get(request.method);
    refusing(
      () => this.#act(request.method, new Fields(request.params), answerTo, trade),
      ({ message, symbol }) =>
        this.#send(failureText(answerTo, message, symbol), { frame: trade === undefined ? 'refusal' : 'reply' }),
    );
    // Kraken beats once a second from the first subscription on, however busy the connection is (as recorded).
    const isSubscribed = this.#public.size + this.#private.size > 0;
    if (isSubscribed && !this.#isOver) this.#nextHeartbeat ??= now + HEARTBEAT_MS;
  }

  account(event: AccountEvent): void {
    this.#private.tell(event);
  }

  tick(now: number): void {
    if (this.#nextHeartbeat === undefined || now < this.#nextHeartbeat) return;
    // Of heartbeats that were missed one is enough; the beat is kept.
    const missed = Math.floor((now - this.#nextHeartbeat) / HEARTBEAT_MS);
    this.#nextHeartbeat += (missed + 1) * HEARTBEAT_MS;
    this.#send('{"channel":"heartbeat"}', { frame: 'heartbeat' });
  }

  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#nextHeartbeat = undefined;
    this.#public.end();
    this.#options.onEnd(this);
  }

  #act(method: string, params: Fields, answerTo: AnswerTo, trade: TradingMethod | undefined): void {
    if (trade !== undefined) this.#trade(trade, params, answerTo);
    else if (method === 'ping') this.#send(pongText(answerTo.reqId, answerTo.now), { frame: 'pong' });
    else if (method === 'subscribe' || method === 'unsubscribe') {
      const channel = params.text('channel') ?? '';
      if (channel === 'executions' || channel === 'balances') this.#private[method](channel, params, answerTo);
      else if (isPublicChannel(channel)) this.#public[method](channel, params, answerTo);
      else throw new Refused('Unsupported event');
    } else throw new Refused('Unsupported event');
  }

  #trade(method: TradingMethod, params: Fields, answerTo: AnswerTo): void {
    const { accounts, account } = this.#private.authorized(params, answerTo.now);
    const desk = {
      call: (name: string, parameters: CallParameters) => accounts.call(account, name, parameters, answerTo.now),
      leverage: accounts.leverage.bind(accounts),
    };
    for (const answer of method(params, desk)) {
      refusing(
        () => {
          const { result, more } = answer();
          this.#send(successText(answerTo, result, more), { frame: 'reply' });
        },
        ({ message }) => this.#send(failureText(answerTo, message), { frame: 'reply' }),
      );
    }
  }

  #send(text: string, about: AboutFrame): void {
    if (!this.#isOver) this.#sender.send(text, about);
  }

  #write(write: () => void): void {
    if (this.#isOver) return;
    if ((this.#options.wire.bufferedBytes ?? 0) > MAX_BUFFERED_BYTES) this.#end({ code: 1008, reset: true });
    else write();
  }

  #end(reason: { readonly code: number; readonly reset: boolean }): void {
    if (this.#isOver) return;
    this.closed();
    this.#options.wire.close(reason);
  }
}

function refusing(act: () => void, onRefused: (refused: Refused) => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    onRefused(error);
  }
}
