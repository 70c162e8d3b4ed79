// `npm run draw`: the pictures of docs/images, from the renderers that make the messages.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderMail } from '../shared/messages/render-mail.ts';
import { renderSlack } from '../shared/messages/render-slack.ts';
import { NoChromiumError, withChromium } from './draw/chromium.ts';
import { sampleMessage } from './draw/sample-message.ts';
import { shrinkPng } from './draw/shrink-png.ts';
import { slackPage } from './draw/slack-page.ts';
import { takePicture } from './draw/take-picture.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');

const message = sampleMessage();
const mail = renderMail(message, '#help-aws in Slack, or help.desk@example.com').html;
const slack = slackPage(renderSlack(message));

const PICTURES = [
  { name: 'owners-mail', page: mail, width: 720, theme: 'light' },
  { name: 'owners-mail-dark', page: mail, width: 720, theme: 'dark' },
  { name: 'slack-message', page: slack, width: 720, theme: 'light' },
] as const;

try {
  await mkdir(FOLDER, { recursive: true });
  await withChromium(async (devtools) => {
    for (const { name, page, width, theme } of PICTURES) {
      const png = shrinkPng(await takePicture(devtools, page, width, theme));
      await writeFile(join(FOLDER, `${name}.png`), png);
      console.log(`docs/images/${name}.png: ${Math.ceil(png.length / 1000)} KB`);
    }
  });
} catch (error) {
  if (!(error instanceof NoChromiumError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
