import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import { recordedBook } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../testing/test-log.js';
import { readFrameFile } from './frame-file.js';

async function read(name: string, content: string | Buffer) {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  const frames = [];
  for await (const frame of readFrameFile(path)) frames.push(frame);
  return frames;
}
async function noted(name: string, content: string) {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  const notes: string[] = [];
  let frames = 0;
  for await (const _ of readFrameFile(path, (note) => notes.push(note))) frames += 1;
  return { frames, notes };
}
/** Nothing that can be packed much smaller. */
const randomText = Array.from({ length: 40_000 }, (_, index) => `${Math.sin(index)}\n`).join('');
const FRAME = '{"channel":"book","data":[{"price":0.50930100}]}';

describe('a file of frames', () => {
  it.each([
    ['', undefined],
    ['1785641751302928123 ', 1_785_641_751_302_928],
    ['1785641751302928 ', 1_785_641_751_302_928],
    ['1785641751302\t', 1_785_641_751_302_000],
    ['2026-08-02T03:35:51.3029281Z ', 1_785_641_751_302_928],
    ['2026-08-02T03:35:51Z, ', 1_785_641_751_000_000],
  ])('is read with %j before each frame', async (stamp, receivedUs) => {
    expect(await read('frames.ndjson', `${stamp}${FRAME}\n\n${stamp}${FRAME}\n`)).toEqual([
      { receivedUs, text: FRAME },
      { receivedUs, text: FRAME },
    ]);
  });

  it('is read with frames as text in objects, packed or not', async () => {
    const lines = `${JSON.stringify({ test: 'a', frame: FRAME })}\n${JSON.stringify({ us: 5, frame: FRAME })}\n`;
    const expected = [
      { receivedUs: undefined, text: FRAME },
      { receivedUs: 5, text: FRAME },
    ];
    expect(await read('frames.ndjson', lines)).toEqual(expected);
    expect(await read('frames.ndjson.gz', gzipSync(lines))).toEqual(expected);
  });

  it('is read as .cbcap', async () => {
    const frames = recordedBook('btcusd_l2');
    const text = frames.map(({ at, bytes }) => `${at} ${bytes.length}\n${bytes.toString()}\n`).join('');
    const found = await read('x.cbcap', `CBCAP1 kraken BTC/USD 1785641751302928000\n${text}`);
    expect(found.map((frame) => frame.text)).toEqual(frames.map(({ bytes }) => bytes.toString()));
    expect(found[0]?.receivedUs).toBe(1_785_641_751_302_928);
    const [first = frames.at(-1), last = first] = [frames[0], frames.at(-1)];
    expect((found.at(-1)?.receivedUs ?? 0) - (found[0]?.receivedUs ?? 0)).toBe(
      Number(((last?.at ?? 0n) - (first?.at ?? 0n)) / 1000n),
    );
  });

  it('says which line is none', async () => {
    await expect(read('x.ndjson', `${FRAME}\nnonsense\n`)).rejects.toThrow('line 2: no frame: "nonsense"');
    await expect(read('x.cbcap', 'CBCAP1 kraken BTC/USD 1\nfoo\n')).rejects.toThrow('line 2');
    await expect(read('x.ndjson.gz', Buffer.from('no gzip'))).rejects.toThrow('incorrect header check');
    await expect(read('x.cbcap', 'CBCAP1 kraken BTC/USD 1\n5 3\n{}\n')).rejects.toThrow('line 3: a frame of 2 bytes');
    await expect(readFrameFile('/no/such/file').next()).rejects.toThrow('no such file or folder while reading');
  });

  it.each([
    [
      'cut off',
      gzipSync(`${FRAME}\n`.repeat(5000)).subarray(0, -20),
      /x\.ndjson\.gz cannot be unpacked: it is cut off$/,
    ],
    ['cut off, of what is no frame', gzipSync(randomText).subarray(0, -20), /x\.ndjson\.gz, line 1: no frame: /],
    ['no gzip at all', Buffer.from('no gzip'), /x\.ndjson\.gz cannot be unpacked: incorrect header check$/],
    ['empty', Buffer.alloc(0), /x\.ndjson\.gz cannot be unpacked: it is cut off$/],
  ])('that is packed and %s is one line with its name', async (_what, content, message) => {
    const failed = read('x.ndjson.gz', content);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toThrow(DataError);
  });

  it('that ends within a frame says so, and tells all frames before it', async () => {
    const text = `CBCAP1 kraken BTC/USD 1785641751302928000\n1000 ${FRAME.length}\n${FRAME}\n2000 ${FRAME.length}\n${FRAME}\n`;
    const whole = await noted('x.cbcap', text);
    expect(whole).toEqual({ frames: 2, notes: [] });
    const end = text.length - 1;
    for (let length = end - FRAME.length - 5; length < end; length += 1) {
      const { frames, notes } = await noted('x.cbcap', text.slice(0, length));
      expect(frames).toBe(1);
      expect(notes).toEqual([expect.stringMatching(/x\.cbcap, line [45]: it is the last and half, and was left out$/)]);
    }
    expect(await noted('x.ndjson', `${FRAME}\n${FRAME.slice(0, 20)}`)).toMatchObject({
      frames: 1,
      notes: [expect.stringMatching(/line 2: it is the last/)],
    });
    expect(await noted('x.ndjson', `${FRAME}\n${FRAME}`)).toEqual({ frames: 2, notes: [] });
  });
});
