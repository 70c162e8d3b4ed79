/** Markup that is safe to show: made by `html` and by nothing else. */
export type Html = { readonly markup: string };

/**
 * A template for HTML: whatever is put into it is text and escaped, save what was made by it before. Of several, each
 * begins a line: mail cuts lines of more than 998 characters wherever that is.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly (string | Html | readonly Html[])[]): Html {
  return { markup: texts.reduce((markup, text, index) => markup + toMarkup(parts[index - 1] ?? '') + text) };
}

function toMarkup(part: string | Html | readonly Html[]): string {
  if (typeof part === 'string') return escaped(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('\n');
}

/** Both quotation marks too: the same is safe between tags and inside an attribute. */
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
