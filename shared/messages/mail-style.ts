import { type Html, html } from './html.ts';

/**
 * The looks of a mail, in both themes. Nothing is lost without it: programs that leave it out show headings, lists and
 * commands as they are. No picture and no font comes from elsewhere, so that opening a mail tells nobody.
 */
export const MAIL_STYLE: Html = html`<style>
  :root {
    color-scheme: light dark;
  }
  body {
    margin: 0;
    background: #f3f4f6;
    color: #1f2328;
    font:
      16px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      Helvetica,
      Arial,
      sans-serif;
  }
  main {
    max-width: 42rem;
    margin: 0 auto;
    padding: 1.5rem;
    box-sizing: border-box;
    background: #ffffff;
    overflow-wrap: anywhere;
  }
  h1 {
    margin: 0.25rem 0 0.75rem;
    font-size: 1.5rem;
    line-height: 1.25;
  }
  h2 {
    margin: 1.25rem 0 0.25rem;
    padding-top: 0.75rem;
    border-top: 1px solid #d1d9e0;
    font-size: 1.05rem;
  }
  p,
  ul,
  ol,
  pre {
    margin: 0.5rem 0;
  }
  ul,
  ol {
    padding-left: 1.5rem;
  }
  li {
    margin: 0.25rem 0;
  }
  pre {
    padding: 0.75rem;
    border-radius: 0.375rem;
    background: #eef1f4;
    font:
      13px/1.5 ui-monospace,
      Menlo,
      Consolas,
      monospace;
    white-space: pre-wrap;
  }
  code {
    font: inherit;
  }
  a {
    color: #0550ae;
  }
  .severity {
    margin: 0;
    padding-left: 0.75rem;
    border-left: 0.375rem solid #59636e;
    font-size: 0.9rem;
    font-weight: 600;
  }
  .critical,
  .high {
    border-color: #cf222e;
  }
  .medium {
    border-color: #bc4c00;
  }
  .summary {
    font-size: 1.05rem;
  }
  @media (prefers-color-scheme: dark) {
    body {
      background: #0d1117;
      color: #e6edf3;
    }
    main {
      background: #161b22;
    }
    h2 {
      border-color: #3d444d;
    }
    pre {
      background: #0d1117;
    }
    a {
      color: #79c0ff;
    }
    .critical,
    .high {
      border-color: #ff7b72;
    }
    .medium {
      border-color: #ffa657;
    }
  }
</style>`;
