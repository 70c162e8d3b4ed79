import { expect } from 'vitest';
import type { Block, SlackBody } from '../../shared/messages/render-slack.ts';
import type { PlainText } from '../../shared/messages/slack-text.ts';

/** All blocks of a post, those under the colour bar included. */
export const blocksOf = ({ blocks, attachments }: SlackBody): readonly Block[] => [
  ...blocks,
  ...attachments.flatMap((attachment) => attachment.blocks),
];

/** All texts of the blocks. */
export const textsOf = (body: SlackBody): readonly PlainText[] =>
  blocksOf(body).flatMap((block) => {
    if ('fields' in block) return block.fields;
    if (block.type === 'actions') return block.elements.map(({ text }) => text);
    return 'elements' in block ? block.elements : [block.text];
  });

/** What people read, without the form. */
export const shownIn = (body: SlackBody): string =>
  textsOf(body)
    .map(({ text }) => text)
    .join('\n\n');

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').length;

/** Slack's documented limits, and the one for all texts together. https://docs.slack.dev/reference/block-kit/blocks */
export function expectWithinLimits(body: SlackBody): void {
  expect(blocksOf(body).length).toBeLessThanOrEqual(50);
  expect(body.text).not.toBe('');
  for (const block of blocksOf(body)) {
    if (block.type === 'header') expect(escaped(block.text.text)).toBeLessThanOrEqual(150);
    if ('fields' in block) expect(block.fields.length).toBeLessThanOrEqual(10);
    if ('fields' in block) for (const field of block.fields) expect(escaped(field.text)).toBeLessThanOrEqual(2000);
    if (block.type === 'context') expect(block.elements.length).toBeLessThanOrEqual(10);
    if (block.type !== 'actions') continue;
    expect(block.elements.length).toBeLessThanOrEqual(25);
    for (const { text, url, action_id } of block.elements) {
      expect(escaped(text.text)).toBeLessThanOrEqual(75);
      expect(url.length).toBeLessThanOrEqual(3000);
      expect(action_id.length).toBeLessThanOrEqual(255);
    }
    expect(new Set(block.elements.map(({ action_id }) => action_id)).size).toBe(block.elements.length);
  }
  for (const { text } of textsOf(body)) {
    expect(text).not.toBe('');
    expect(escaped(text)).toBeLessThanOrEqual(3000);
  }
  const all = textsOf(body).reduce((sum, { text }) => sum + escaped(text), 0);
  expect(all).toBeLessThanOrEqual(11_300);
}
