import { parseSync } from 'vite';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const firstParameter = (node: Node): Node | undefined => (node.params as readonly Node[] | undefined)?.[0];

/** Whether a function is given a context, and whether it is called so. */
function contextOf(node: Node, text: string): 'none' | 'named' | 'misnamed' {
  const first = firstParameter(node);
  if (first === undefined) return 'none';
  const written = text.slice(first.start, first.end);
  if (/^context\b/.test(written)) return 'named';
  return /:\s*LoginContext$/.test(written) ? 'misnamed' : 'none';
}

/**
 * What a source waits for without its context: in a function whose first parameter is a `LoginContext`, each `await` passes the context on
 * or waits in its `race` or `wait`. A function that takes the context under another name is reported as well.
 * @returns the code of each such `await` or parameter, in one line
 */
export function awaitsWithoutContext(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} can't be parsed.`);
  const found: string[] = [];
  const line = ({ start, end }: Node): string => text.slice(start, end).replaceAll(/\s+/g, ' ');
  const visit = (node: Node, inContext: boolean): void => {
    const given = FUNCTIONS.has(node.type) ? contextOf(node, text) : 'none';
    if (given === 'misnamed') found.push(line(firstParameter(node) as Node));
    const isAwait = node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await === true);
    if (inContext && isAwait && !names(node, 'context')) found.push(line(node));
    for (const child of childrenOf(node)) visit(child, inContext || given === 'named');
  };
  visit(program as unknown as Node, false);
  return found;
}

/** Whether code uses a name; members and keys of that name are none. */
function names(node: Node, name: string): boolean {
  if (node.type === 'Identifier') return node.name === name;
  return childrenOf(node).some((child) => {
    const isMember = node.type === 'MemberExpression' && child === node.property && node.computed === false;
    const isKey = node.type === 'Property' && child === node.key && node.shorthand !== true;
    return !isMember && !isKey && names(child, name);
  });
}
