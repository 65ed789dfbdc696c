import { codeOf, type Source, targetOf, withoutEnding } from './sources.js';

const FROM = /(import|export)\s+(type\s+)?([^'"();]*?)\s*from\s*'([^']+)'/g;
const DECLARED =
  /^export\s+(?:declare\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(function\*?|const|let|class|interface|type|enum)\s+([\w$]+)/gm;
/** A whole module is taken: by its name alone, in a text or by `import()`. */
const WHOLE = /(?:import|importActual|import\.meta\.resolve)\s*\(\s*'([^']+)'|import\s*'([^']+)'/g;

/** Names in `{ a, type b, c as d }`, as the module that they come from calls them. */
const namesIn = (clause: string): string[] =>
  (clause.match(/\{([^}]*)\}/)?.[1] ?? '')
    .split(',')
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter((name) => name !== '');

/**
 * What is exported and imported nowhere, as `path: name`.
 * @param looked whose exports are asked about
 * @param all who may import them
 * @param roots paths of files whose exports are for users
 */
export function unusedExports(looked: readonly Source[], all: readonly Source[], roots: readonly string[]): string[] {
  const used = new Set<string>();
  const whole = new Set<string>(roots.map(withoutEnding));
  const passedOn: { from: string; to: string }[] = [];
  for (const { path, text } of all) {
    for (const [, verb, , clause = '', specifier = ''] of text.matchAll(FROM)) {
      const target = targetOf(path, specifier);
      if (target === null) continue;
      for (const name of namesIn(clause)) used.add(`${target}: ${name}`);
      if (/\*/.test(clause)) {
        if (verb === 'export' && !/\bas\b/.test(clause)) passedOn.push({ from: target, to: withoutEnding(path) });
        else whole.add(target);
      } else if (/^\w/.test(clause.trim()) && !clause.trim().startsWith('{')) used.add(`${target}: default`);
    }
    for (const [, called, bare] of text.matchAll(WHOLE)) {
      const target = targetOf(path, called ?? bare ?? '');
      if (target !== null) whole.add(target);
    }
  }
  const isUsed = (file: string, name: string): boolean =>
    whole.has(file) ||
    used.has(`${file}: ${name}`) ||
    passedOn.some(({ from, to }) => from === file && isUsed(to, name));
  return looked.flatMap(({ path, text }) => {
    const code = codeOf(text);
    return [...code.matchAll(DECLARED)]
      .filter(([, kind, name]) => !isUsed(withoutEnding(path), name!) && !(isType(kind!) && isSpokenOf(code, name!)))
      .map(([, , name]) => `${path}: ${name}`);
  });
}

const isType = (kind: string): boolean => ['interface', 'type', 'class'].includes(kind);

/** A type that a signature of the same file names is exported so that callers can name it too. */
const isSpokenOf = (code: string, name: string): boolean => code.split(new RegExp(`\\b${name}\\b`)).length > 2;
