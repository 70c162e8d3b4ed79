import * as v from 'valibot';
import type { Devtools } from './devtools.ts';

export type Theme = 'light' | 'dark';

const frameTree = v.object({ frameTree: v.object({ frame: v.object({ id: v.string() }) }) });
const metrics = v.object({ cssContentSize: v.object({ height: v.number() }) });
const picture = v.object({ data: v.pipe(v.string(), v.base64()) });

/** The whole page as a PNG, so many pixels wide. */
export async function takePicture(devtools: Devtools, page: string, width: number, theme: Theme): Promise<Buffer> {
  const size = { width, deviceScaleFactor: 1, mobile: false };
  await devtools('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }] });
  await devtools('Emulation.setDeviceMetricsOverride', { ...size, height: 100 });
  const { frameTree: tree } = v.parse(frameTree, await devtools('Page.getFrameTree'));
  await devtools('Page.setDocumentContent', { frameId: tree.frame.id, html: page });
  const { cssContentSize } = v.parse(metrics, await devtools('Page.getLayoutMetrics'));
  await devtools('Emulation.setDeviceMetricsOverride', { ...size, height: Math.ceil(cssContentSize.height) });
  const { data } = v.parse(picture, await devtools('Page.captureScreenshot', { format: 'png' }));
  return Buffer.from(data, 'base64');
}
