import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
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
    await expect(readFrameFile('/no/such/file').next()).rejects.toThrow('no such file or folder while reading');
  });
});
