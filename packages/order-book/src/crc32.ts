/** CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), one entry a byte. */
export const CRC_TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** The CRC-32 of a text of one-byte characters, as an unsigned number. */
export function crc32(text: string): number {
  let crc = -1;
  for (let index = 0; index < text.length; index += 1) {
    crc = (CRC_TABLE[(crc ^ text.charCodeAt(index)) & 255] ?? 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
