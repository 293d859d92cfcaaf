import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { attempt } from '@fathom/files';
import { writeFileAtomically } from '@fathom/storage';

/** About what a disk that is full does not take. */
const SAMPLE_BYTES = 65_536;
const ENOUGH = new Error('that was enough to know');

/**
 * Sees whether something can be written there, before work is done whose result would be lost; nothing is left of it.
 * @throws {DataError} when it cannot, as the writing would.
 */
export async function checkWritable(path: string): Promise<void> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile() || there.isDirectory()) {
    try {
      await writeFileAtomically(path, sample());
    } catch (error) {
      if (error !== ENOUGH) throw error;
    }
  } else if (there.isCharacterDevice()) writeBlank(path);
}

function* sample(): Generator<Uint8Array> {
  yield new Uint8Array(SAMPLE_BYTES);
  // What is not written whole is not written at all.
  throw ENOUGH;
}

/** A device takes no sample back: a line end, which neither JSON nor a page minds, and none for people. */
function writeBlank(path: string): void {
  attempt(`writing ${path}`, () => {
    const device = openSync(path, 'w');
    try {
      if (!isatty(device)) writeSync(device, '\n');
    } finally {
      closeSync(device);
    }
  });
}
