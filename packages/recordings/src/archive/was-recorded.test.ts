import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BookSnapshot, BookUpdate } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { FolderLayout } from '../folder-layout.js';
import { lockFile } from '../folder-lock.js';
import type { Gap } from '../gap.js';
import type { RecordedPair } from '../recorded-pair.js';
import { Recording, sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { compact } from './compact.js';

const ETHER: RecordedPair = { ...BITCOIN, id: 'XETHZUSD', name: 'ETH/USD' };
const START = Date.UTC(2026, 7, 2);
const stream = realStream('btcusd_sample', 25).slice(0, 2);

/** A first message with a whole book, or one that changes nothing. */
function message(isFirst: boolean): BookSnapshot | BookUpdate {
  const [snapshot, update] = stream;
  if (snapshot === undefined || update === undefined) throw new Error('no stream');
  return isFirst ? snapshot : { ...update, bids: [], asks: [] };
}

/** Since `START`. */
const secondOf = (us: number): number => (us / 1000 - START) / 1000;

/** A folder that is recorded into at seconds since `START`. */
class Scene {
  readonly folder = newFolder();
  readonly time = new ManualTime(START);
  private recording: Recording | undefined;
  private readonly books = new Map<string, (second: number) => void>();

  async begin(second: number, session: string, pairs: readonly RecordedPair[] = [BITCOIN]): Promise<void> {
    await this.to(second);
    const recording = await Recording.open({
      folder: this.folder,
      program: 'a test',
      session,
      clock: this.time,
      scheduler: this.time,
    });
    this.recording = recording;
    this.books.clear();
    for (const pair of pairs) {
      const book = new OrderBook(25);
      const recorder = recording.writer.record(pair, book);
      this.books.set(pair.id, (at) => {
        const event = {
          ...message(book.state === 'unverifiable'),
          pair: pair.name,
          receivedAt: START + at * 1000,
        };
        recorder.book(event, book.apply({ ...event, checksum: undefined }));
        recording.writer.flush();
      });
    }
  }

  async hear(second: number, { id } = BITCOIN): Promise<void> {
    await this.to(second);
    this.books.get(id)?.(second);
  }

  async stop(second: number): Promise<void> {
    await this.to(second);
    await this.recording?.close('done');
    this.recording = undefined;
  }

  rotate(): void {
    this.recording?.writer.rotate();
  }

  /** Its last segment lacks what one who stops in good order writes. */
  async kill(second: number): Promise<void> {
    await this.to(second);
    const [path = ''] = new FolderLayout(this.folder).segmentPaths().slice(-1);
    const copy = join(newFolder(), 'copy');
    copyFileSync(path, copy);
    await this.recording?.close('a process that is killed does not say this');
    copyFileSync(copy, path);
    this.recording = undefined;
  }

  seal(): Promise<unknown> {
    return this.recording === undefined ? sealFolder(this.folder, this.time) : this.recording.seal();
  }

  /** Whether the book of a pair is known at these seconds. */
  async known(seconds: readonly number[], { id } = BITCOIN): Promise<boolean[]> {
    const archive = await RecordingArchive.open(this.folder, { clock: this.time });
    const found: boolean[] = [];
    for (const second of seconds) found.push((await archive.at(id, (START + second * 1000) * 1000)) !== undefined);
    await archive.close();
    return found;
  }

  /** When the last message of Bitcoin's book before these seconds was received. */
  async lastKnown(seconds: readonly number[]): Promise<(number | undefined)[]> {
    const archive = await RecordingArchive.open(this.folder, { clock: this.time });
    const found: (number | undefined)[] = [];
    for (const second of seconds) {
      const book = await archive.lastKnown(BITCOIN.id, (START + second * 1000) * 1000);
      found.push(book && secondOf(book.receivedUs));
    }
    await archive.close();
    return found;
  }

  /** Those of Bitcoin's book, in seconds. */
  async gaps(): Promise<string[]> {
    const archive = await RecordingArchive.open(this.folder, { clock: this.time });
    const gaps: string[] = [];
    const gap = ({ channel, cause, fromUs, toUs }: Gap): void => {
      if (channel === 'book') gaps.push(`${cause} ${secondOf(fromUs)} ${secondOf(toUs)}`);
    };
    await archive.replay({ pair: BITCOIN.id }, { book: () => {}, trades: () => {}, gap });
    await archive.close();
    return gaps;
  }

  async to(second: number): Promise<void> {
    await this.time.advance(Math.max(0, START + second * 1000 - this.time.now()));
  }
}

describe.each([{ isSealed: false }, { isSealed: true }])('the book of an instant, sealed before: $isSealed', (kind) => {
  const sealed = async (scene: Scene): Promise<Scene> => {
    if (kind.isSealed) await scene.seal();
    return scene;
  };

  it('is known as long as its recorder was seen after it', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first', [BITCOIN, ETHER]);
    await scene.hear(1);
    await scene.hear(5, ETHER);
    await scene.kill(10);
    await sealed(scene);
    expect(await scene.known([0.5, 1, 2, 5, 6, 12])).toEqual([false, true, true, true, false, false]);
  });

  it('is known until its recorder has stopped', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await scene.stop(10);
    await sealed(scene);
    await scene.to(20);
    expect(await scene.known([9, 10, 11])).toEqual([true, true, false]);
  });

  it('is not known between one that was killed and one that is not sealed', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await scene.kill(2);
    await sealed(scene);
    await scene.begin(20, 'second');
    await scene.hear(25);
    await scene.to(30);
    expect(await scene.known([1, 10, 21, 25, 28])).toEqual([true, false, false, true, true]);
    // … though it is said what it was last.
    expect(await scene.lastKnown([0, 1, 10, 19])).toEqual([undefined, 1, 1, 1]);
    await scene.stop(30);
    expect(await scene.known([1, 10, 21, 25, 28])).toEqual([true, false, false, true, true]);
    await scene.seal();
    expect(await scene.known([1, 10, 21, 25, 28])).toEqual([true, false, false, true, true]);
    expect(await scene.lastKnown([0, 1, 10, 19])).toEqual([undefined, 1, 1, 1]);
  });

  it('is known until its recorder has stopped, also when another one goes on later', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await scene.stop(10);
    await sealed(scene);
    await scene.begin(20, 'second');
    await scene.hear(25);
    await scene.stop(30);
    expect(await scene.known([5, 10, 11, 21, 25])).toEqual([true, true, false, false, true]);
    await sealed(scene);
    expect(await scene.known([5, 10, 11, 21, 25])).toEqual([true, true, false, false, true]);
    expect(await scene.gaps()).toEqual(['stop 10 20']);
  });

  it('is not known while a recorder hears nothing of it, however that one ends', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await scene.kill(2);
    await sealed(scene);
    await scene.begin(10, 'second', [BITCOIN, ETHER]);
    await scene.hear(11, ETHER);
    await scene.stop(20);
    await sealed(scene);
    await scene.begin(30, 'third');
    await scene.hear(31);
    await scene.stop(40);
    await sealed(scene);
    expect(await scene.known([1, 5, 15, 25, 31])).toEqual([true, false, false, false, true]);
    expect(await scene.gaps()).toEqual(['crash 1 10', 'stop 1 30']);
  });

  it('is not known while only others are recorded', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await scene.kill(2);
    await scene.begin(20, 'second', [ETHER]);
    await scene.hear(21, ETHER);
    await scene.hear(40, ETHER);
    await sealed(scene);
    expect(await scene.known([1, 10, 20, 30, 40])).toEqual([true, false, false, false, false]);
    await scene.stop(50);
    await sealed(scene);
    expect(await scene.known([1, 10, 30, 45])).toEqual([true, false, false, false]);
    expect(await scene.known([20, 21, 45, 51], ETHER)).toEqual([false, true, true, false]);
  });

  it('is not known of a time to come, whoever is recording', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await sealed(scene);
    await scene.to(10);
    expect(await scene.known([9, 10, 11, 1000])).toEqual([true, true, false, false]);
    await scene.stop(10);
  });
});

describe('the book of an instant', () => {
  it('is known while one of a recorder’s segments is sealed and the next one is not', async () => {
    const scene = new Scene();
    const layout = new FolderLayout(scene.folder);
    await scene.begin(0, 'first');
    await scene.hear(1);
    scene.rotate();
    await scene.seal();
    expect(readdirSync(layout.segments).filter((name) => name.endsWith('.segment'))).toHaveLength(1);
    await scene.hear(30);
    await scene.kill(40);
    await scene.to(50);
    expect(await scene.known([20, 30, 35])).toEqual([true, true, false]);
  });

  it('is not known for parts that were made into one over a time when nobody recorded', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first', [BITCOIN, ETHER]);
    await scene.hear(1);
    await scene.hear(1, ETHER);
    await scene.kill(2);
    await scene.begin(20, 'second', [ETHER]);
    await scene.hear(21, ETHER);
    await scene.stop(30);
    await scene.seal();
    const { folder, time } = scene;
    const { after } = await compact({ folder, clock: { now: () => time.now() + 86_400_000 } });
    expect(after.parts).toBe(1);
    expect(await scene.known([1, 10])).toEqual([true, false]);
  });

  it('is not known after its recorder has stopped, though somebody holds the folder to seal it', async () => {
    const scene = new Scene();
    await scene.begin(0, 'first');
    await scene.hear(1);
    await scene.stop(10);
    await scene.to(20);
    const unlock = await lockFile(new FolderLayout(scene.folder).lock, 'a test');
    expect(await scene.known([10, 15])).toEqual([true, false]);
    unlock();
  });
});
