/**
 * The reference of an entry point, for people: Markdown, made from the comments that editors show.
 *
 * @param {import('./read-api.mjs').EntryPoint} entry
 */
export function referenceOf({ specifier, doc, exported, reached }) {
  const classes = exported.filter(({ kind }) => kind === 'class');
  const values = exported.filter(({ kind }) => kind === 'function' || kind === 'value');
  const types = exported.filter(({ kind }) => kind === 'type');
  const spokenOf = reached.filter(({ kind }) => kind === 'type' || kind === 'class');
  const parts = [
    `# ${specifier}`,
    'Made by `npm run docs:api` from the comments in the code.',
    doc.text,
    ...classes.map(classOf),
    ...section('Functions and values', values.map(constantOf)),
    ...section('Types', types.map(typeOf)),
    ...section('Types that others speak of', spokenOf.map(typeOf)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/**
 * @param {string} title
 * @param {string[]} parts
 */
const section = (title, parts) => (parts.length > 0 ? [`## ${title}`, ...parts] : []);

/** @param {import('./read-api.mjs').Declared} declared */
const classOf = ({ name, text, doc, members }) =>
  joined([`## ${name}`, code(text), ...about(doc), ...members.map(memberOf)]);

/** @param {import('./read-api.mjs').Member} member */
const memberOf = ({ name, text, doc }) => joined([`### ${name}`, code(text), ...about(doc)]);

/** @param {import('./read-api.mjs').Declared} declared */
const constantOf = ({ name, commented, doc }) => joined([`### ${name}`, code(commented), ...about(doc)]);

/** @param {import('./read-api.mjs').Declared} declared */
const typeOf = ({ name, commented, doc }) => joined([`### ${name}`, ...about(doc), code(commented)]);

/** @param {import('./read-api.mjs').Doc} doc */
function about({ text, params, returns, throws, examples }) {
  return [
    text,
    params.map((param) => `- \`${param.name}\`: ${oneLine(param.text)}`).join('\n'),
    returns === '' ? '' : `Returns ${oneLine(returns)}`,
    ...throws.map((thrown) => `Throws ${oneLine(thrown)}`),
    ...examples.map((example) => code(example.replace(/^```\w*\n|\n```$/g, ''))),
  ].filter((part) => part !== '');
}

/** @param {string} text */
const oneLine = (text) => text.replace(/\s*\n\s*/g, ' ');

/** @param {string} text */
const code = (text) => `\`\`\`ts\n${text.replace(/^( {4})+/gm, (indent) => ' '.repeat(indent.length / 2))}\n\`\`\``;

/** @param {string[]} parts */
const joined = (parts) => parts.join('\n\n');
