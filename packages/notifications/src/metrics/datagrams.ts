import type { Socket, SocketOptions } from 'node:dgram';
import { isIP } from 'node:net';
import { Writable } from 'node:stream';
import type { Clock, Scheduler } from '@fathom/contracts';

/** Datagrams kept while the receiver's name is looked up. */
const WAITING = 256;
const CONNECT_MS = 5_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** A receiver that is not there is heard of with the next datagram or never: this long without is well. */
const WELL_AFTER_MS = 5_000;
/** Behind a name there may be another machine tomorrow. */
const LOOK_UP_AGAIN_MS = 300_000;

export interface DatagramsOptions {
  readonly host: string;
  readonly port: number;
  readonly time: Clock & Scheduler;
  /** Finds the address of a name; the system's. */
  readonly lookup?: NonNullable<SocketOptions['lookup']>;
  /** Told in one line when the receiver is gone, and when it is back. */
  readonly onTrouble: (line: string) => void;
}

/**
 * What is written, a character a byte, goes out as one datagram each. The socket is connected, because only then does the system tell that
 * nobody listens. Nothing here throws, waits or keeps the process alive: what cannot be sent is lost and counted.
 */
export class Datagrams extends Writable {
  readonly #options: DatagramsOptions;
  readonly #waiting: Buffer[] = [];
  #socket: Socket | undefined;
  #isConnected = false;
  #isFailing = false;
  /** Failing, but something was sent on a new socket and no word of it has come back. */
  #isOnTrial = false;
  #lost = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #cancel: () => void = () => undefined;

  constructor(options: DatagramsOptions) {
    super({ decodeStrings: false });
    this.#options = options;
    this.#open();
  }

  override _write(bytes: string, _encoding: BufferEncoding, done: () => void): void {
    const datagram = Buffer.from(bytes, 'latin1');
    if (this.#isConnected) this.#send(datagram);
    else if (this.#socket !== undefined && !this.#isFailing && this.#waiting.length < WAITING)
      this.#waiting.push(datagram);
    else this.#lost += 1;
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#drop();
    done(error);
  }

  #open(): void {
    const { host, port, lookup } = this.#options;
    // Loaded here and not above: most runs send nothing, and would start later for it.
    const { createSocket } = process.getBuiltinModule('node:dgram');
    const socket = createSocket({ type: isIP(host) === 6 ? 'udp6' : 'udp4', ...(lookup && { lookup }) });
    this.#socket = socket;
    socket.unref();
    socket.on('error', (error) => this.#fail(socket, error));
    socket.connect(port, host, (error?: Error) => {
      if (error) this.#fail(socket, error);
      else if (socket === this.#socket) this.#connected();
    });
    this.#later(CONNECT_MS, () =>
      this.#fail(socket, new Error(`no address for ${host} within ${CONNECT_MS / 1000} s`)),
    );
  }

  #connected(): void {
    this.#isConnected = true;
    for (const datagram of this.#waiting.splice(0)) this.#send(datagram);
    if (this.#isFailing) this.#cancel();
    else this.#keepAddressFresh();
  }

  #send(datagram: Buffer): void {
    const socket = this.#socket;
    if (this.#isFailing && !this.#isOnTrial) {
      this.#isOnTrial = true;
      this.#later(WELL_AFTER_MS, () => this.#well());
    }
    socket?.send(datagram, (error) => {
      if (error) this.#fail(socket, error);
    });
  }

  #well(): void {
    this.#say(`takes metrics again, ${this.#lost} are lost`);
    this.#isFailing = false;
    this.#isOnTrial = false;
    this.#lost = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#keepAddressFresh();
  }

  #keepAddressFresh(): void {
    if (isIP(this.#options.host) !== 0) return this.#cancel();
    this.#later(LOOK_UP_AGAIN_MS, () => {
      this.#drop();
      this.#open();
    });
  }

  #fail(socket: Socket, error: Error): void {
    // Of an earlier socket, or the second datagram of one that is gone.
    if (socket !== this.#socket) return;
    this.#lost += 1 + this.#waiting.splice(0).length;
    this.#drop();
    if (!this.#isFailing) this.#say(`takes no metrics, going on without: ${error.message}`);
    this.#isFailing = true;
    this.#later(this.#pauseMs, () => this.#open());
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  #drop(): void {
    this.#cancel();
    this.#isConnected = false;
    this.#isOnTrial = false;
    const socket = this.#socket;
    this.#socket = undefined;
    try {
      socket?.close();
    } catch {
      // It never opened.
    }
  }

  #later(delayMs: number, task: () => void): void {
    this.#cancel();
    this.#cancel = this.#options.time.after(delayMs, task);
  }

  #say(what: string): void {
    const { host, port, onTrouble } = this.#options;
    onTrouble(`StatsD at ${host}:${port} ${what}`);
  }
}
