/**
 * What users see, compared with what was accepted last: the types of each entry point, the OpenAPI document, the help of the command, the
 * errors. Comments and the files that things are declared in may change, none of this by accident.
 */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exitCodeOf } from '../../../cli/exit-codes.js';
import { run } from '../../../cli/run.js';
import { AgentAuthError, CALL_ERRORS, ERRORS, type ErrorCode, FLOW_ERRORS } from '../../../contract/errors/errors.js';
import { readApi } from '../../../scripts/api/read-api.mjs';
import { reportOf } from '../../../scripts/api/report.mjs';
import { ROUTES } from '../../../server/routes.js';
import { openApiDocument } from '../../../server/service/openapi-document.js';
import { fakeIo } from '../cli/fake-io.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));

const asAccepted = (text: string, file: string): Promise<void> =>
  expect(text, 'What users see has changed. If it is meant to: `npm run snapshot:public`').toMatchFileSnapshot(
    `../../public/${file}`,
  );

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

it.each(readApi(project).map((entry) => [entry.specifier, entry] as const))(
  'the types of %s are those that were accepted',
  (_, entry) => asAccepted(reportOf(entry), `${entry.name}.api.md`),
);

it('the OpenAPI document is the one that was accepted', () =>
  asAccepted(json(openApiDocument(ROUTES)), 'openapi.json'));

/** The help of a command and of all that it has below it. */
async function helpOf(command: readonly string[]): Promise<string[]> {
  const io = fakeIo();
  expect(await run([...command, '--help'], io)).toBe(0);
  const help = io.stdout.join('\n');
  const listed = help.split('Commands:\n')[1]?.split('\n\n')[0] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1]!).filter((name) => name !== 'help');
  const below: string[] = [];
  for (const name of names) below.push(...(await helpOf([...command, name])));
  return [`$ ${['agent-auth', ...command, '--help'].join(' ')}\n${help}\n`, ...below];
}

it('the help of every command is the one that was accepted', async () => {
  await asAccepted((await helpOf([])).join('\n'), 'cli-help.txt');
});

it('every error is as it was accepted', async () => {
  const described = (codes: object): object =>
    Object.fromEntries(
      Object.keys(codes).map((code) => [
        code,
        { ...ERRORS[code as ErrorCode], exit_code: exitCodeOf(new AgentAuthError(code as ErrorCode)) },
      ]),
    );
  await asAccepted(json({ login: described(FLOW_ERRORS), call: described(CALL_ERRORS) }), 'errors.json');
});
