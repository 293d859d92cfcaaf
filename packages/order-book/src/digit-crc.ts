import { CRC_TABLE } from './crc32.js';

const ZERO = 48;
const POINT = 46;
const BILLION = 1e9;
const SCRATCH = new Uint8Array(20);

/** A CRC register over digits as Kraken's checksum takes them: no point, no zeros in front of a number. */
export class DigitCrc {
  /** The register; starts at zero. */
  register = 0;
  /** How many digits it is over. */
  length = 0;

  restart(): void {
    this.register = 0;
    this.length = 0;
  }

  /** The digits of a whole number up to 2^53 − 1. */
  addUnits(units: number): void {
    let count = 0;
    // In two halves that fit 32 bits: whole number division of doubles is many times slower.
    let high = units < BILLION ? 0 : Math.floor(units / BILLION);
    let low = units - high * BILLION;
    const fill = high === 0 ? 0 : 9;
    for (; low !== 0 || count < fill; count += 1) {
      const rest = (low / 10) | 0;
      SCRATCH[count] = low - rest * 10;
      low = rest;
    }
    for (; high !== 0; count += 1) {
      const rest = (high / 10) | 0;
      SCRATCH[count] = high - rest * 10;
      high = rest;
    }
    let { register } = this;
    for (let at = count - 1; at >= 0; at -= 1) register = stepped(register, ZERO + (SCRATCH[at] ?? 0));
    this.register = register;
    this.length += count;
  }

  /** The digits of a number as text. */
  addText(text: string): void {
    let isInFront = true;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code === POINT || (isInFront && code === ZERO)) continue;
      isInFront = false;
      this.register = stepped(this.register, code);
      this.length += 1;
    }
  }
}

function stepped(register: number, byte: number): number {
  return (CRC_TABLE[(register ^ byte) & 255] ?? 0) ^ (register >>> 8);
}
