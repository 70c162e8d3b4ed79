import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const DEFLATED = 8;
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const [LOCAL_BYTES, ENTRY_BYTES, END_BYTES] = [30, 46, 22];

export type ZippedFile = { readonly path: string; readonly content: Buffer };

/**
 * A zip of one file, as Lambda takes it.
 * {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT} 4.3
 */
export function zipOf({ path, content }: ZippedFile): Buffer {
  const name = Buffer.from(path);
  const data = deflateRawSync(content);
  // What both headers share, from "version needed" to "extra field length"; the date is 1 January 1980.
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(DEFLATED, 4);
  shared.writeUInt16LE(0x21, 8);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(name.length, 22);

  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, data]);
  const madeOnUnix = Buffer.from([20, 3]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(0o100644 * 0x10000, 6);
  const directory = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeOnUnix, shared, rest, name]);

  const end = Buffer.alloc(END_BYTES);
  END_OF_DIRECTORY.copy(end);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

/** The files of a zip, in the order of its central directory. */
export function unzip(zip: Buffer): readonly ZippedFile[] {
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  if (end === -1) throw new TypeError('Not a zip: it has no central directory.');
  const files: ZippedFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const path = zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    if (!path.endsWith('/')) files.push({ path, content: contentOf(zip, at) });
    at += ENTRY_BYTES + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

/** The local header has lengths of its own for name and extra field. */
function contentOf(zip: Buffer, entry: number): Buffer {
  const local = zip.readUInt32LE(entry + 42);
  const from = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(from, from + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(data) : data;
}
