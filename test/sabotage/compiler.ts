import { join } from 'node:path';
import ts from 'typescript';

/** What the compiler says of a file if it had another text; undefined when it has nothing to say. */
export type Compiler = (file: string, text: string) => string | undefined;

/**
 * One language service over the project in the directory: a patched file costs a fraction of a second, not a whole
 * compilation. Only the file itself is checked; what the others make of it is for the tests to say.
 */
export function compilerOf(directory: string): Compiler {
  const { options, fileNames } = configOf(directory);
  const texts = new Map<string, string>();
  const versions = new Map<string, number>();
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => fileNames,
    getScriptVersion: (path) => String(versions.get(path) ?? 0),
    getScriptSnapshot: (path) => {
      const text = texts.get(path) ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => directory,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  });
  const renew = (path: string) => versions.set(path, (versions.get(path) ?? 0) + 1);

  return (file, text) => {
    const path = join(directory, file);
    texts.set(path, text);
    renew(path);
    const [problem] = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
    texts.delete(path);
    renew(path);
    return problem === undefined ? undefined : ts.flattenDiagnosticMessageText(problem.messageText, ' ');
  };
}

function configOf(directory: string): ts.ParsedCommandLine {
  const read = (path: string) => ts.sys.readFile(path);
  const { config } = ts.readConfigFile(join(directory, 'tsconfig.json'), read) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, directory);
}
