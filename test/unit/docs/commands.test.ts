import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { nextSteps } from '../../../cli/login/next-steps.js';
import { fromState } from '../../../client/invocations/shape.js';
import { ERRORS, FLOW_ERRORS, type FlowErrorCode } from '../../../contract/errors/errors.js';
import { invocationState } from '../client/invocation-state.js';
import { ROOMS, sourcesOf } from '../structure/sources.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');

/** Options by command, from the help that `test/unit/public` compares with the command itself. */
const OPTIONS = new Map<string, ReadonlySet<string>>(
  (await read('test/public/cli-help.txt'))
    .split(/^\$ agent-auth /m)
    .slice(1)
    .map((help) => {
      const command = (help.split('\n')[0] ?? '').replace(/ ?--help$/, '');
      return [command, new Set(help.match(/(?<=^ +(?:-\w, )?)--[a-z-]+/gm))];
    }),
);
/** Commands that only hold others. */
const GROUPS = [...OPTIONS.keys()].filter((one) =>
  [...OPTIONS.keys()].some((other) => one !== other && other.startsWith(one)),
);

/** Calls of the command that it would refuse: a command or an option that is not there. */
function refusedIn(text: string): string[] {
  const calls = [...text.matchAll(/(?<![\w/.-])agent-auth ((?:\$\{[^}]*\}|[^`'"|#;&)\n\\])+)/g)].map(
    ([, call]) => call ?? '',
  );
  return calls.filter((call) => {
    const words = call.trim().split(/\s+/);
    const depth = words.findIndex((_, at) => !OPTIONS.has(words.slice(0, at + 1).join(' ')));
    const command = words.slice(0, depth < 0 ? words.length : depth).join(' ');
    const next = depth < 0 ? '' : (words[depth] ?? '');
    if (GROUPS.includes(command) && /^[a-z]/.test(next)) return true;
    return (call.match(/(?<=\s)--[a-z-]+/g) ?? []).some((option) => !OPTIONS.get(command)?.has(option));
  });
}

test('a call that the command would refuse is found', () => {
  const wrong = ['agents', 'agents lisst', 'agents update X --proxy Y', 'profiles export w --from f', 'lgin x.com'];
  expect(wrong.flatMap((call) => refusedIn(`see \`agent-auth ${call}\``))).toEqual(wrong.slice(1));
});

test.each(Object.keys(FLOW_ERRORS) as FlowErrorCode[])('what is advised after %s can be run', (error_code) => {
  const lines = nextSteps(fromState(invocationState({ status: 'FAILED', error_code })));
  expect(refusedIn([...lines, ERRORS[error_code].next].join('\n'))).toEqual([]);
});

test('what messages and documents say to run can be run', async () => {
  const sources = (await Promise.all([...ROOMS, 'examples'].map(sourcesOf))).flat();
  const pages = (await readdir(new URL('docs', root))).filter((name) => name.endsWith('.md'));
  const texts = [
    ...sources,
    ...(await Promise.all(
      ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'llms.txt', ...pages.map((name) => `docs/${name}`)].map(
        async (path) => ({ path, text: await read(path) }),
      ),
    )),
  ];
  const refused = texts.flatMap(({ path, text }) => refusedIn(text).map((call) => `${path}: ${call}`));
  // A label of the vault's cryptography.
  expect(refused.filter((one) => !one.endsWith('.ts: master key'))).toEqual([]);
});

test('docs/cli.md has every command and every option of its own', async () => {
  const text = await read('docs/cli.md');
  const isShared = (option: string): boolean => OPTIONS.get('')?.has(option) ?? false;
  const missing = [...OPTIONS].flatMap(([command, options]) => [
    ...(GROUPS.includes(command) || text.includes(command) ? [] : [command]),
    ...[...options]
      .filter((option) => !isShared(option) && !text.includes(option))
      .map((option) => `${command} ${option}`),
  ]);
  expect(missing).toEqual([]);
});
