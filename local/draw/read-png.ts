import { inflateSync } from 'node:zlib';

/** Three bytes a pixel, row by row. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgb: Buffer };

/** Reads what Chromium writes: eight bits a colour, no transparency. {@link https://www.w3.org/TR/png-3/} */
export function readPng(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  if (png.readUInt16BE(24) !== 0x0802) throw new TypeError('Not a PNG of eight bits a colour, without transparency');
  const stride = width * 3;
  const filtered = inflateSync(Buffer.concat([...dataOf(png)]));
  const rgb = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered.readUInt8(row * (stride + 1));
    for (let at = 0; at < stride; at += 1) {
      const here = row * stride + at;
      const left = at < 3 ? 0 : (rgb[here - 3] ?? 0);
      const above = rgb[here - stride] ?? 0;
      const corner = at < 3 ? 0 : (rgb[here - stride - 3] ?? 0);
      rgb[here] = (filtered[row * (stride + 1) + 1 + at] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return { width, height, rgb };
}

function* dataOf(png: Buffer): Generator<Buffer> {
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') yield png.subarray(at + 8, at + 8 + length);
  }
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return nearest(left + above - corner, left, above, corner);
    default:
      return 0;
  }
}

function nearest(to: number, left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(to - left), Math.abs(to - above), Math.abs(to - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
