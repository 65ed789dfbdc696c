import { dirname, resolve } from 'node:path';
import { getLibFiles, ts } from '@ts-morph/common';

/** @type {import('@ts-morph/common').ts.CompilerOptions} */
const OPTIONS = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  types: [],
  strict: true,
  noEmit: true,
};

/** The compiler brings the types of the language in memory. */
const LIBRARY = '/typescript-lib';

/**
 * A program of declarations, without those of other packages: their names are all that is asked for.
 *
 * @param {readonly string[]} files absolute
 */
export function declarationProgram(files) {
  const host = ts.createCompilerHost(OPTIONS);
  const library = new Map(getLibFiles().map(({ fileName, text }) => [`${LIBRARY}/${fileName}`, text]));
  const fromDisk = { getSourceFile: host.getSourceFile, fileExists: host.fileExists };
  host.getDefaultLibLocation = () => LIBRARY;
  host.getDefaultLibFileName = () => `${LIBRARY}/lib.d.ts`;
  host.fileExists = (name) => library.has(name) || fromDisk.fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    const text = library.get(name);
    return text === undefined
      ? fromDisk.getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, OPTIONS.target ?? 0);
  };
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => ({
      resolvedModule: text.startsWith('.')
        ? { resolvedFileName: declarationOf(dirname(containing), text), extension: ts.Extension.Dts }
        : undefined,
    }));
  return ts.createProgram(files, OPTIONS, host);
}

/**
 * @param {string} folder
 * @param {string} specifier
 */
const declarationOf = (folder, specifier) => resolve(folder, specifier.replace(/\.js$/, '.d.ts'));
