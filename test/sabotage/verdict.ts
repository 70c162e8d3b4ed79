import type { Report } from './vitest-run.ts';

/** `broken`: the patched code failed as code, so that nothing is known of the safeguard. */
export type Verdict =
  | { readonly kind: 'caught'; readonly by: string }
  | { readonly kind: 'missed'; readonly passed: number }
  | { readonly kind: 'broken'; readonly why: string };

/** How a test fails when the patch spoiled the code rather than its behaviour, or when the machine was too busy. */
const NO_ASSERTION =
  /^(?:\w+: )*(?:ReferenceError|SyntaxError|TypeError|Error: (?:Test|Hook) timed out|Error: Cannot find)/;

/** What a run says of a patch: caught is only what a test, not the loader, has noticed. */
export function verdictOn({ testResults }: Report): Verdict {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  const noticed = failed.find(({ failureMessages }) => !NO_ASSERTION.test(failureMessages[0] ?? ''));
  if (noticed !== undefined) return { kind: 'caught', by: noticed.fullName };

  const [spoiled] = failed;
  if (spoiled !== undefined)
    return { kind: 'broken', why: `${spoiled.fullName}: ${firstLine(spoiled.failureMessages[0])}` };
  const unloaded = testResults.find(({ status }) => status === 'failed');
  if (unloaded !== undefined) return { kind: 'broken', why: firstLine(unloaded.message) };

  const passed = tests.filter(({ status }) => status === 'passed').length;
  return passed === 0 ? { kind: 'broken', why: 'no test ran' } : { kind: 'missed', passed };
}

/** Every test that failed, and every file that did not load. */
export function failuresIn({ testResults }: Report): readonly string[] {
  const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    return status === 'failed' && tests.length === 0
      ? [`${name.slice(name.indexOf('/test/') + 1)}: ${firstLine(message)}`]
      : tests;
  });
  return testResults.length === 0 ? ['no test ran'] : failed;
}

const firstLine = (text = '') => text.trim().split('\n')[0] ?? '';
