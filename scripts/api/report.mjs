/**
 * What users see of an entry point, as text: without comments, sorted, so that only a change of the interface changes it.
 *
 * @param {import('./read-api.mjs').EntryPoint} entry
 */
export function reportOf({ specifier, exported, reached }) {
  return [
    `# ${specifier}`,
    'Made by `npm run snapshot:public`.',
    code(exported),
    ...(reached.length > 0 ? ['## Not exported, but spoken of', code(reached)] : []),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** @param {import('./read-api.mjs').Declared[]} declared */
const code = (declared) => ['```ts', declared.map(block).join('\n\n'), '```'].join('\n');

/** @param {import('./read-api.mjs').Declared} declared */
function block({ name, kind, text, members }) {
  const title = name.includes('.') ? `// ${name}\n` : '';
  if (kind !== 'class') return title + text;
  return [`${title}${text} {`, ...members.map((member) => indent(member.text)), '}'].join('\n');
}

/** @param {string} text */
const indent = (text) => text.replace(/^/gm, '    ');
