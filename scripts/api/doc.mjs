import { ts } from '@ts-morph/common';

/** @typedef {{ text: string, params: { name: string, text: string }[], returns: string, throws: string[], examples: string[] }} Doc */

/** @type {Doc} */
export const EMPTY = { text: '', params: [], returns: '', throws: [], examples: [] };

/**
 * A comment in its parts.
 *
 * @param {string} text
 * @param {readonly import('@ts-morph/common').ts.JSDocTagInfo[]} tags
 * @returns {Doc}
 */
export function docOf(text, tags) {
  /** @param {string} name */
  const textsOf = (name) =>
    tags.filter((tag) => tag.name === name).map((tag) => ts.displayPartsToString(tag.text).trim());
  const params = tags
    .filter((tag) => tag.name === 'param')
    .map(({ text: parts = [] }) => ({
      name: parts.find(({ kind }) => kind === 'parameterName')?.text ?? '',
      text: ts.displayPartsToString(parts.filter(({ kind }) => kind === 'text')).replace(/^[\s-]+/, ''),
    }));
  const standard = textsOf('default').map((value) => `Default: ${value}.`);
  return {
    text: [text, ...standard].filter((part) => part !== '').join(' '),
    params,
    returns: textsOf('returns').join(' '),
    throws: textsOf('throws'),
    examples: textsOf('example'),
  };
}

/**
 * What the first comment of a file says of the whole.
 *
 * @param {import('@ts-morph/common').ts.SourceFile} source
 */
export function moduleDoc(source) {
  const [, comment = ''] = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source.text) ?? [];
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trim());
  return { ...EMPTY, text: lines.filter((line) => line !== '' && !line.startsWith('@')).join(' ') };
}
