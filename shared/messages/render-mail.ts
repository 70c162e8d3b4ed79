import type { Message, Section } from '../domain/message.ts';
import { accountName } from './account-name.ts';
import { linesToHtml, linkTo } from './blocks-to-html.ts';
import { securityCredentialsLink } from './console-links.ts';
import { type Html, html } from './html.ts';
import { mailSections, whyThisAddress } from './mail-sections.ts';
import { MAIL_STYLE } from './mail-style.ts';
import { textOf } from './sections.ts';
import { toSubject, visible } from './visible.ts';

/** The same in two forms: whoever reads it chooses. */
export type Mail = { readonly subject: string; readonly text: string; readonly html: string };

/** An owner's own mail. `contact` is whom to ask for help. */
export function renderMail(message: Message, contact: string | undefined): Mail {
  return {
    subject: toSubject(message.subject),
    text: asText(message, contact),
    html: asHtml(message, contact).markup,
  };
}

function asText(message: Message, contact: string | undefined): string {
  const lines = message.links.map(({ label, url }) => `  ${visible(label)}: ${url}`);
  const links = lines.length === 0 ? [] : [{ heading: 'Links', lines }];
  return `${textOf([...mailSections(message, contact), ...links, whyThisAddress(message)])}\n`;
}

/** Says its language and that it has both themes. */
function asHtml(message: Message, contact: string | undefined): Html {
  const { account, links, severity, summary } = message;
  const subject = toSubject(message.subject);
  const urls = [securityCredentialsLink(account), ...links.map(({ url }) => url)];
  const sections = mailSections(message, contact).map((section) => sectionAsHtml(section, urls));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${subject}</title>
        ${MAIL_STYLE}
      </head>
      <body>
        <main>
          <p class="severity ${severity}">Severity ${severity}, AWS account ${accountName(account)}</p>
          <h1>${subject}</h1>
          <p class="summary">${visible(summary, 1000)}</p>
          ${sections} ${linksAsHtml(links)} ${sectionAsHtml(whyThisAddress(message), urls)}
        </main>
      </body>
    </html> `;
}

const sectionAsHtml = ({ heading, lines }: Section, urls: readonly string[]): Html =>
  html`<h2>${heading}</h2>
    ${linesToHtml(lines, urls)}`;

const linksAsHtml = (links: Message['links']): readonly Html[] =>
  links.length === 0
    ? []
    : [
        html`<h2>Links</h2>
          <ul>
            ${links.map(({ label, url }) => html`<li>${linkTo(url, visible(label))}</li>`)}
          </ul>`,
      ];
