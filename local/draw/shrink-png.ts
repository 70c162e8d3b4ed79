import { crc32, deflateSync } from 'node:zlib';
import { type Pixels, readPng } from './read-png.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The same picture with a palette of at most 256 colours: a third of the size, and text looks the same. */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, rgb } = readPng(png);
  const { palette, indexes } = withPalette(rgb, 0xff);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of a palette.
  header.set([8, 3], 8);
  // Each row begins with the kind of its filter: none.
  const rows = Array.from({ length: height }, (_, row) =>
    Buffer.concat([Buffer.from([0]), indexes.subarray(row * width, (row + 1) * width)]),
  );
  const data = deflateSync(Buffer.concat(rows), { level: 9 });
  const chunks = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

/** Colours that differ in their last bits become the first of them, bit by bit, until there are few enough. */
function withPalette(rgb: Pixels['rgb'], mask: number): { readonly palette: Buffer; readonly indexes: Buffer } {
  const known = new Map<number, { readonly index: number; readonly colour: number }>();
  const indexes = Buffer.alloc(rgb.length / 3);
  for (let pixel = 0; pixel < indexes.length; pixel += 1) {
    const colour = rgb.readUIntBE(pixel * 3, 3);
    const key = colour & (mask * 0x010101);
    const { index } = known.get(key) ?? { index: known.size };
    if (index === 256) return withPalette(rgb, (mask << 1) & 0xff);
    if (index === known.size) known.set(key, { index, colour });
    indexes[pixel] = index;
  }
  const palette = Buffer.alloc(known.size * 3);
  for (const { index, colour } of known.values()) palette.writeUIntBE(colour, index * 3, 3);
  return { palette, indexes };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
