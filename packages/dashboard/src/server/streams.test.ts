import type { ServerResponse } from 'node:http';
import { EventEmitter } from 'node:events';
import { ManualTime } from '@fathom/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { candle, FakeBot } from '../../testing/fake-bot.js';
import { Streams } from './streams.js';

class Browser extends EventEmitter {
  readonly heard: string[] = [];
  writableLength = 0;
  isGone = false;

  write(text: string): boolean {
    this.heard.push(text);
    return true;
  }

  destroy(): this {
    this.isGone = true;
    this.emit('close');
    return this;
  }

  /** Of events of one name: what they carried. */
  data(name: string): unknown[] {
    return this.heard
      .filter((text) => text.startsWith(`event: ${name}\n`))
      .map((text) => JSON.parse(text.split('data: ')[1] ?? ''));
  }

  get response(): ServerResponse {
    return this as unknown as ServerResponse;
  }
}

let time = new ManualTime(0);
let bot = new FakeBot();
let streams = new Streams({ bots: new Map(), time });

beforeEach(() => {
  time = new ManualTime(0);
  bot = new FakeBot();
  streams = new Streams({ bots: new Map([[bot.about.id, bot]]), time });
});

const growing = (at: number) => ({ type: 'candle', candle: candle(at), isGrowing: true }) as const;

describe('what browsers hear', () => {
  it('the status of all bots every second, and news of the one they look at', async () => {
    const [near, far] = [new Browser(), new Browser()];
    streams.add(near.response, '197');
    streams.add(far.response, undefined);
    await time.advance(2_500);
    bot.tell({ type: 'log', line: { number: 4, time: 0, level: 'warn', text: 'slow' } });
    expect(near.data('status')).toHaveLength(3);
    expect(far.data('status')).toHaveLength(3);
    expect(near.data('news')).toMatchObject([{ type: 'log' }]);
    expect(far.data('news')).toEqual([]);
  });

  it('a growing candle four times a second at most, its newest state, and its close at once', async () => {
    const browser = new Browser();
    streams.add(browser.response, '197');
    for (let at = 0; at < 100; at += 1) {
      bot.tell(growing(at));
      await time.advance(10);
    }
    expect(browser.data('news').length).toBeLessThanOrEqual(4);
    bot.tell(growing(200));
    bot.tell({ type: 'candle', candle: candle(300), isGrowing: false });
    await time.advance(1_000);
    expect(browser.data('news').at(-1)).toEqual({ type: 'candle', candle: candle(300), isGrowing: false });
  });

  it('nothing is computed while nobody looks', async () => {
    let asked = 0;
    bot.status = () => {
      asked += 1;
      return bot.current;
    };
    const browser = new Browser();
    streams.add(browser.response, '197');
    await time.advance(1_500);
    expect([asked, bot.listening]).toEqual([2, 1]);
    browser.destroy();
    await time.advance(10_000);
    expect([asked, bot.listening, streams.size]).toEqual([2, 0, 0]);
  });

  it('a browser that does not keep up is dropped, the others go on', async () => {
    const [slow, quick] = [new Browser(), new Browser()];
    streams.add(slow.response, '197');
    streams.add(quick.response, '197');
    slow.writableLength = 2_000_000;
    await time.advance(1_500);
    expect([slow.isGone, quick.isGone, streams.size]).toEqual([true, false, 1]);
    expect(quick.data('status')).toHaveLength(2);
  });

  it('there is a bound to how many may look', () => {
    const all = Array.from({ length: 33 }, () => streams.add(new Browser().response, undefined));
    expect(all.filter(Boolean)).toHaveLength(32);
  });
});
