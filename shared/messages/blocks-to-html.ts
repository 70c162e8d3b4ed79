import { assertNever } from '../domain/assert-never.ts';
import { type Html, html } from './html.ts';
import { type Block, linesToBlocks } from './lines-to-blocks.ts';

/** The lines of a section as HTML. Only the addresses given become links, whatever else looks like one. */
export const linesToHtml = (lines: readonly string[], urls: readonly string[]): readonly Html[] =>
  linesToBlocks(lines).map((block) => toHtml(block, (text) => linked(text, longestFirst(urls))));

type Linked = (text: string) => Html;

function toHtml(block: Block, show: Linked): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.lines.map((line, index) => (index === 0 ? show(line) : html`<br />${show(line)}`))}</p>`;
    case 'list':
      return html`<ul>
        ${block.lines.map((line) => html`<li>${show(line)}</li>`)}
      </ul>`;
    case 'commands':
      return html`<pre><code>${block.lines.join('\n')}</code></pre>`;
    case 'steps':
      return html`<ol>
        ${block.steps.map(({ text, choices }) => html`<li>${show(text)}${listed(choices, show)}</li>`)}
      </ol>`;
    default:
      return assertNever(block);
  }
}

const listed = (choices: readonly string[], show: Linked): readonly Html[] =>
  choices.length === 0
    ? []
    : [
        html`<ul>
          ${choices.map((choice) => html`<li>${show(choice)}</li>`)}
        </ul>`,
      ];

function linked(text: string, [url, ...others]: readonly string[]): Html {
  if (url === undefined) return html`${text}`;
  const [first = html``, ...rest] = text.split(url).map((part) => linked(part, others));
  return rest.reduce((before, part) => html`${before}${linkTo(url, url)}${part}`, first);
}

/** Nothing but https: a link that runs a script is none. */
export const linkTo = (url: string, label: string): Html =>
  url.startsWith('https://') ? html`<a href="${url}">${label}</a>` : html`${label}`;

/** One that another begins with must not cut it. */
const longestFirst = (urls: readonly string[]) => urls.toSorted((one, other) => other.length - one.length);
