import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { OrderBook } from '@fathom/order-book';
import { Recording } from '@fathom/recordings';
import { ManualTime, recordedBookMessages } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../packages/testkit/fixtures/kraken/crossbook/${name}.cbcap.gz`, import.meta.url));

/** A user without a network, who has imported a real recording of BTC/USD. */
async function withRecording({ columns }: { columns?: number } = {}) {
  const network = { sockets: { open: () => Promise.reject() as never }, transport: () => Promise.reject(new Error()) };
  const user = newUser({ time: new ManualTime(Date.UTC(2026, 7, 3)), network, columns });
  const imported = await user.collector('import', fixture('btcusd_sample'));
  return { ...user, imported };
}

describe('what other recorders kept', () => {
  it('is imported with every checksum proved, and sealed', async () => {
    const { imported } = await withRecording();
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toMatch(
      /^BTC\/USD: 2,052 messages \(100\.00 % verified\) and 0 trades, 0 gaps, sealed into 1 part in .*data\/books\n$/,
    );
  });

  it('is imported from lines of JSON too, with the damage it has', async () => {
    const { collector, write } = await withRecording();
    const frames = gunzipSync(readFileSync(fixture('btcusd_sample')))
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('{"channel":"book"'));
    // Eleven are lost. What is wrong after them stays so, since nobody can ask for a new snapshot any more.
    write('frames.ndjson', [...frames.slice(0, 1000), ...frames.slice(1011)].join('\n'));
    const { code, out } = await collector('import', 'frames.ndjson', '--books', 'torn');
    expect(code).toBe(0);
    expect(out).toMatch(/^BTC\/USD: 2,041 messages \(4\d\.\d\d % verified\) and 0 trades, 1 gap,/);
    const { out: table } = await collector('verify', '--books', 'torn');
    expect(table).toMatch(/1 mismatch/);
  });

  it.each([
    [['import'], 2, /^error: name the files to import\n$/],
    [['import', 'none.ndjson'], 3, /^error: no such file or folder while reading .*none\.ndjson\n$/],
    [['import', 'empty.ndjson'], 3, /^error: there is no snapshot of a book in empty\.ndjson\n$/],
    [['import', 'other.ndjson'], 3, /^error: there is no snapshot of a book in other\.ndjson\n$/],
    [['import', 'none.gz'], 3, /^error: [^\n]*none\.gz cannot be unpacked: incorrect header check\n$/],
    [['import', 'odd.ndjson'], 3, /^error: .*odd\.ndjson, line 1: no frame: "hello"\n$/],
  ])('%j ends with %i and one line', async (args, code, message) => {
    const { collector, write } = await withRecording();
    write('empty.ndjson', '');
    write('odd.ndjson', 'hello\n');
    write('other.ndjson', '{"channel":"heartbeat"}\n');
    write('none.gz', 'hello\n');
    const done = await collector(...args);
    expect(done.code).toBe(code);
    expect(done.err).toMatch(message);
  });

  it('is taken in the order of time, or not at all', async () => {
    const { collector, write, files } = await withRecording();
    const frames = gunzipSync(readFileSync(fixture('btcusd_sample')))
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('{"channel":"book"'))
      .map((line, index) => `2026-08-02T04:0${Math.floor(index / 1000)}:00Z ${line}`);
    write('early.ndjson', frames.slice(0, 1000).join('\n'));
    write('late.ndjson', frames.slice(1000).join('\n'));
    const { code, err } = await collector('import', 'late.ndjson', 'early.ndjson', '--books', 'other');
    expect([code, files('.').filter((name) => name.startsWith('other'))]).toEqual([2, []]);
    expect(err).toMatch(
      /^error: name files in the order of time: .*early\.ndjson begins at 2026-08-02 04:00:00, .*late\.ndjson ends at 2026-08-02 04:02:00\n$/,
    );
    expect((await collector('import', 'late.ndjson', 'late.ndjson', '--books', 'other')).code).toBe(2);
    const { out } = await collector('import', 'early.ndjson', 'late.ndjson', '--books', 'other');
    expect(out).toMatch(/^BTC\/USD: 2,052 messages \(100\.00 % verified\)/);
  });

  it('is not mixed into later recordings of a pair', async () => {
    const { collector, write, files } = await withRecording();
    const before = files('data/books');
    const frame = gunzipSync(readFileSync(fixture('btcusd_sample')))
      .toString()
      .split('\n')
      .find((line) => line.startsWith('{"channel":"book","type":"snapshot"'));
    write('old.ndjson', `2026-08-01T00:00:00Z ${frame}\n`);
    const { code, err } = await collector('import', 'old.ndjson');
    expect(code).toBe(3);
    expect(err).toMatch(/^error: later books of BTC\/USD are recorded there already: import into a folder of its own/);
    // Who is refused leaves no trace of having been there.
    expect(files('data/books')).toEqual(before);
  });
});

describe('a recording', () => {
  it('is listed and proved, with all columns where no terminal is', async () => {
    const { collector } = await withRecording();
    const listed = await collector('list');
    expect(listed.out).toMatch(/^XXBTZUSD +25 +1 +2,052 +100\.00 % +0 +0 .*2026-08-02 03:35 +2026-08-02 03:36$/m);
    const verified = await collector('verify', '--pair', 'btcusd');
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toMatch(/^XXBTZUSD +2026-08-02 +2,052 +100\.00 % +0 +0 +0\.0 s +0 +-$/m);
    expect(verified.out).toMatch(/^2,052 messages proved, 100\.00 % verified, .* read$/m);
  });

  it('is listed and proved in 80 columns of a terminal', async () => {
    const { collector } = await withRecording({ columns: 80 });
    for (const command of ['list', 'verify']) {
      const { out } = await collector(command);
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('gives the book at an instant', async () => {
    const { collector } = await withRecording();
    const { out } = await collector('at', '--pair', 'XBT/USD', '--time', '2026-08-02T03:36:00', '--levels', '2');
    expect(out).toMatch(/^BTC\/USD, verified, last message 2026-08-02 03:35:59 UTC \(number \d+\)$/m);
    expect(out.split('\n').filter((line) => /^[12] /.test(line))).toHaveLength(2);
    const { out: json } = await collector('at', '--pair', 'XBT/USD', '--time', '2026-08-02T03:36:00', '--json');
    const book: { bids: { price: string }[]; state: string } = JSON.parse(json);
    expect([book.state, book.bids.length]).toEqual(['verified', 10]);
  });

  it('is exported with the digits that were recorded', async () => {
    const { collector, read } = await withRecording();
    expect((await collector('export', '--pair', 'BTC/USD', '--format', 'ndjson', '--file', 'b.ndjson')).code).toBe(0);
    const exported = read('b.ndjson').trimEnd().split('\n');
    const messages = recordedBookMessages('btcusd_sample');
    expect(exported).toHaveLength(messages.length);
    for (const [index, { bids, asks }] of messages.entries()) {
      for (const { price, quantity } of [...bids, ...asks])
        expect(exported[index]).toMatch(new RegExp(`"${price}".*"${quantity}"`));
    }
    const csv = await collector('export', '--pair', 'BTC/USD', '--file', '-');
    expect(csv.out.split('\n')[0]).toBe('sequence,exchange_us,received_us,kind,state,side,price,quantity');
    expect((await collector('export', '--pair', 'BTC/USD', '--format', 'parquet')).err).toMatch(
      /^2,052 messages in .*XXBTZUSD\.parquet\n$/,
    );
  });

  it('that is damaged says where, and is not counted', async () => {
    const { collector, folder, files } = await withRecording();
    const [part = ''] = files('data/books').filter((name) => name.endsWith('.parquet'));
    const bytes = readFileSync(join(folder, part));
    bytes[1000] = (bytes[1000] ?? 0) ^ 255;
    writeFileSync(join(folder, part), bytes);
    const { code, out, err } = await collector('verify');
    expect(code).toBe(3);
    expect(err).toMatch(
      /^damaged: .*\.parquet: [^\n]+\nerror: 1 file damaged or gone, what stood there is not counted\n$/,
    );
    expect(out).toMatch(/^0 messages proved/m);
  });

  it('of which a part is gone says what stood in it', async () => {
    const { collector, folder, files } = await withRecording();
    const [part = ''] = files('data/books').filter((name) => name.endsWith('.parquet'));
    rmSync(join(folder, part));
    const { code, out, err } = await collector('verify');
    expect([code, out]).toEqual([3, expect.stringMatching(/^0 messages proved/m)]);
    expect(err).toMatch(
      /^damaged: .*\.parquet: it is gone, and with it 2052 messages of the book of BTC\/USD from 2026-08-02 03:35:\d\d to 2026-08-02 03:36:\d\d UTC\nerror: 1 file damaged or gone, [^\n]*\n$/,
    );
  });

  it('of which a segment is gone says which records, and for how long; what was pruned is not missed', async () => {
    const { collector, folder, files } = await withRecording();
    // What a collector that was killed has left, of which somebody removed the middle.
    const time = new ManualTime(Date.UTC(2026, 7, 3));
    const recording = await Recording.open({
      folder: join(folder, 'data/books'),
      program: 'a test',
      clock: time,
      scheduler: time,
    });
    const book = new OrderBook(25);
    const pair = { name: 'BTC/USD', id: 'XXBTZUSD', depth: 25, priceDecimals: 1, quantityDecimals: 8 };
    const recorder = recording.writer.record(pair, book);
    for (const message of recordedBookMessages('btcusd_sample').slice(0, 3)) {
      await time.advance(60_000);
      const received = { ...message, receivedAt: time.now() };
      recorder.book(received, book.apply(received));
      recording.writer.rotate();
    }
    await recording.close('done');
    const [, middle = ''] = files('data/books/segments').filter((name) => name.endsWith('.segment'));
    rmSync(join(folder, middle));
    for (const isSealed of [false, true]) {
      if (isSealed) await collector('seal');
      const { code, err } = await collector('verify');
      expect(code).toBe(3);
      expect(err).toBe(
        'missing: BTC/USD, book: record 2,054, received between 2026-08-03 00:01:00 and 2026-08-03 00:02:00 UTC\nerror: records are missing in 1 place: files were removed\n',
      );
    }
    expect((await collector('prune', '--keep-size', '1kB')).code).toBe(0);
    expect(await collector('verify')).toMatchObject({ code: 0, err: '' });
  });

  it('is not exported when a byte of it has changed', async () => {
    const { collector, folder, files } = await withRecording();
    const [part = ''] = files('data/books').filter((name) => name.endsWith('.parquet'));
    const bytes = readFileSync(join(folder, part));
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(join(folder, part), bytes);
    for (const command of [
      ['export', '--pair', 'BTC/USD', '--format', 'parquet'],
      ['export', '--pair', 'BTC/USD', '--file', 'b.csv'],
      ['at', '--pair', 'BTC/USD', '--time', '2026-08-02T03:36:00'],
    ]) {
      const { code, out, err } = await collector(...command);
      expect([code, out]).toEqual([3, '']);
      expect(err).toMatch(/^error: [^\n]*\.parquet: it is not the file that was written: [^\n]*\n$/);
    }
    expect(files('.').filter((name) => /b\.csv|XXBTZUSD\.parquet/.test(name))).toEqual([]);
  });

  it('of a newer Fathom is left alone', async () => {
    const { collector, folder } = await withRecording();
    const catalogue = new Database(join(folder, 'data/books/catalogue.sqlite'));
    catalogue.exec("UPDATE about SET value = '999' WHERE key = 'version'");
    catalogue.close();
    for (const command of ['list', 'verify', 'start']) {
      const { code, err } = await collector(command);
      expect([command, code]).toEqual([command, 3]);
      expect(err).toMatch(/^error: [^\n]*newer[^\n]*\n$/);
    }
  });

  it('is pruned and compacted', async () => {
    const { collector } = await withRecording();
    expect((await collector('compact')).out).toMatch(/^nothing to compact/);
    expect((await collector('prune', '--keep', '2h')).out).toMatch(/^1 part removed, /);
    expect((await collector('list')).out).toBe('nothing is sealed yet\n');
    expect((await collector('seal')).out).toBe('0 segments sealed: 0 messages and 0 trades into 0 parts\n');
  });

  it('that was rehearsed is named to who looks in the usual place', async () => {
    const { collector, folder } = await withRecording();
    renameSync(join(folder, 'data/books'), join(folder, 'data/rehearsal-books'));
    for (const command of [['list'], ['verify'], ['seal'], ['compact'], ['prune', '--keep', '1d']]) {
      const { code, out, err } = await collector(...command);
      expect([command, code, out]).toEqual([command, 3, '']);
      expect(err).toMatch(
        /^error: there is no recording in .*data\/books: what was rehearsed is --books data\/rehearsal-books\n$/,
      );
    }
    const { code, err } = await collector('status');
    expect([code, err]).toEqual([
      5,
      expect.stringMatching(/no collector has been here: what was rehearsed is --books /),
    ]);
    expect((await collector('list', '--books', 'data/rehearsal-books')).code).toBe(0);
  });

  it('of which nothing is of a time is not said to be empty', async () => {
    const { collector } = await withRecording();
    expect((await collector('list', '--from', '2030-01-01')).out).toBe('nothing is sealed in that time\n');
    expect((await collector('verify', '--pair', 'btcusd', '--from', '2030-01-01')).out).toMatch(
      /^nothing is recorded of btcusd in that time\n/,
    );
  });

  it('is not made of an empty folder by who looks after one', async () => {
    const { collector, folder, files } = await withRecording();
    mkdirSync(join(folder, 'empty'));
    for (const command of [['seal'], ['compact'], ['prune', '--keep', '1d']]) {
      const { code, err } = await collector(...command, '--books', 'empty');
      expect([code, err]).toEqual([3, expect.stringMatching(/^error: there is no recording in .*empty\n$/)]);
    }
    expect(files('empty')).toEqual([]);
  });

  it.each([
    [['list', '--books', 'nowhere'], 3, /^error: there is no recording in .*nowhere\n$/],
    [['verify', '--from', 'yesterday'], 2, /^error: --from yesterday is not a time: give unix seconds or a date/],
    [
      ['list', '--from', '2026-01-02', '--to', '2026-01-01'],
      2,
      /^error: --from 2026-01-02 is not before --to 2026-01-01\n$/,
    ],
    [['verify', '--pair', 'ETH/USD'], 2, /^error: no book of ETH\/USD is recorded in .*: there is BTC\/USD\n$/],
    [['verify', '--pair', 'XXBTZUSB'], 2, /^error: no book of XXBTZUSB is recorded in .*: did you mean XXBTZUSD\?\n$/],
    [
      ['at', '--pair', 'BTC/USD', '--time', '2030-01-01'],
      2,
      /^error: nobody was recording at 2030-01-01: the book of BTC\/USD was last known at 2026-08-02 .* UTC\n$/,
    ],
    [['at', '--pair', 'BTC/USD', '--time', '2020-01-01'], 2, /^error: no book of BTC\/USD was known at 2020-01-01\n$/],
    [
      ['at', '--pair', 'BTC/USD', '--time', '2030-01-01', '--levels', '0'],
      2,
      /^error: --levels 0 is not a number of levels\n$/,
    ],
    [['at', '--time', '2030-01-01'], 2, /^error: required option '--pair <pair>' not specified\n$/],
    [['export', '--pair', 'BTC/USD', '--format', 'xlsx'], 2, /^error: --format xlsx is not csv, ndjson or parquet\n$/],
    [
      ['export', '--pair', 'BTC/USD', '--to', '2020-01-01'],
      2,
      /^error: no book of BTC\/USD is recorded in that time\n$/,
    ],
    [
      ['export', '--pair', 'BTC/USD', '--from', '2030-01-01'],
      2,
      /^error: no book of BTC\/USD is recorded in that time\n$/,
    ],
    [['export', '--pair', 'BTC/USD', '--format', 'parquet', '--file', '-'], 2, /^error: Parquet needs a file/],
    [
      ['export', '--pair', 'BTC/USD', '--file', 'no/such/folder/b.csv'],
      3,
      /^error: no such file or folder while writing [^\n]*b\.csv\.writing\n$/,
    ],
    [
      ['export', '--pair', 'BTC/USD', '--file', 'data'],
      2,
      /^error: --file [^\n]*data is a folder: name a file in it\n$/,
    ],
    [['start', 'verify'], 2, /^error: start takes no command: say collector verify\n$/],
    [['prune'], 2, /^error: say what to keep: --keep 90d, --keep-size 50GB\n$/],
    [['prune', '--keep-size', 'much'], 2, /^error: --keep-size much is not a size like 500MB, 50GB or 1TB\n$/],
    [['list', '--out', 'x'], 2, /^error: list has no --out: the recording is --books FOLDER\n$/],
    [['verify', '--out=x'], 2, /^error: verify has no --out: the recording is --books FOLDER\n$/],
    [
      ['export', '--pair', 'BTC/USD', '--out', 'b.csv'],
      2,
      /^error: export has no --out: the recording is --books FOLDER, the file to write is --file FILE\n$/,
    ],
    [['start', '--out', 'a', '--books', 'b'], 2, /^error: --out a and --books b are two folders: give one\n$/],
    [['lst'], 2, /^error: unknown command lst: did you mean list\?\n$/],
  ])('%j ends with %i and one line', async (args, code, message) => {
    const { collector } = await withRecording();
    const done = await collector(...args);
    expect(done.err).toMatch(message);
    expect(done.code).toBe(code);
  });
});
