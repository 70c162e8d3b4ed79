import { type Html, html } from '../../shared/messages/html.ts';
import type { Block, SlackBody } from '../../shared/messages/render-slack.ts';

/** A local page that shows Block Kit as Slack lays it out, near enough for a picture. Nothing is asked of Slack. */
export function slackPage({ blocks, attachments }: SlackBody): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Slack message</title>
        ${STYLE}
      </head>
      <body>
        <div class="avatar"></div>
        <main>
          <p class="from"><b>aws-mfa-enforcer</b> <span class="app">APP</span> <span class="quiet">12:00</span></p>
          ${blocks.map(toHtml)}
          ${attachments.map(
            (attachment) =>
              html`<div class="attachment" style="border-color: ${attachment.color}">
                ${attachment.blocks.map(toHtml)}
              </div>`,
          )}
        </main>
      </body>
    </html>`.markup;
}

function toHtml(block: Block): Html {
  switch (block.type) {
    case 'header':
      return html`<h1>${block.text.text}</h1>`;
    case 'section':
      return 'fields' in block
        ? html`<div class="fields">${block.fields.map(({ text }) => html`<p>${text}</p>`)}</div>`
        : html`<p>${block.text.text}</p>`;
    case 'actions':
      return html`<div>
        ${block.elements.map(({ text, url }) => html`<a class="button" href="${url}">${text.text}</a>`)}
      </div>`;
    case 'context':
      return html`<div class="context">${block.elements.map(({ text }) => html`<p>${text}</p>`)}</div>`;
  }
}

const STYLE = html`<style>
  body {
    display: flex;
    gap: 0.75rem;
    margin: 0;
    padding: 1rem;
    background: #ffffff;
    color: #1d1c1d;
    font:
      15px/1.47 Lato,
      'Helvetica Neue',
      'Liberation Sans',
      Arial,
      sans-serif;
  }
  main {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .avatar {
    flex: none;
    width: 2.25rem;
    height: 2.25rem;
    border-radius: 0.25rem;
    background: #4a154b;
  }
  p {
    margin: 0.5rem 0;
    white-space: pre-wrap;
  }
  .from {
    margin: 0;
  }
  .app {
    padding: 0 0.2rem;
    border-radius: 0.15rem;
    background: #e8e8e8;
    font-size: 0.65rem;
    font-weight: 600;
  }
  .quiet,
  .context {
    color: #616061;
    font-size: 0.8rem;
  }
  h1 {
    margin: 0.5rem 0;
    font-size: 1.15rem;
  }
  .fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    column-gap: 1rem;
  }
  .button {
    display: inline-block;
    padding: 0.25rem 0.75rem;
    border: 1px solid #bbbabb;
    border-radius: 0.25rem;
    color: inherit;
    font-size: 0.85rem;
    font-weight: 600;
    text-decoration: none;
  }
  .attachment {
    padding-left: 0.75rem;
    border-left: 0.25rem solid;
    border-radius: 0.15rem;
  }
</style>`;
