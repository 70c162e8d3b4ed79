const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const ENTRY_BYTES = 46;

/**
 * How many bytes a zip has once it is unpacked, which is what a cold start reads. Adds up the central directory.
 * {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT} 4.3.12 and 4.3.16
 */
export function unzippedSize(zip: Buffer): number {
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  if (end === -1) throw new TypeError('Not a zip: it has no central directory.');
  const entries = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  let size = 0;
  for (let entry = 0; entry < entries; entry++) {
    size += zip.readUInt32LE(at + 24);
    at += ENTRY_BYTES + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return size;
}
