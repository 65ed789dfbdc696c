// node run.mjs [--project DIR] [--cases DIR]... [--only WHAT,...] [--json FILE] [--timeout SECONDS]
// Logs in to every site of the cases with a built checkout, and compares what came with what each case allows. See README.md.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { play } from './runner/play.mjs';
import { startStack, stop, stopAll } from './runner/processes.mjs';
import { closeBrowser } from './runner/site.mjs';

const { values: options } = parseArgs({
  options: {
    project: { type: 'string', default: fileURLToPath(new URL('../../..', import.meta.url)) },
    cases: { type: 'string', multiple: true, default: [fileURLToPath(new URL('cases', import.meta.url))] },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    timeout: { type: 'string', default: '120' },
  },
});
const project = resolve(options.project);
const KINDS = [
  'false-success',
  'repeats-a-secret',
  'blames-a-right-value',
  'wrong-field',
  'judged-wrongly',
  'not-found-or-not-sent',
  'reads-well',
];

function readCases() {
  const wanted = options.only.split(',').filter(Boolean);
  const isWanted = ({ name, kind }) =>
    wanted.length === 0 || wanted.some((one) => [kind, name].includes(one) || one.padStart(2, '0') === numberOf(name));
  const read = (dir) => ({ ...JSON.parse(readFileSync(join(dir, 'case.json'), 'utf8')), dir });
  const folders = options.cases.flatMap((dir) =>
    readdirSync(dir)
      .sort()
      .map((name) => resolve(dir, name)),
  );
  return folders
    .filter((dir) => existsSync(join(dir, 'case.json')))
    .map(read)
    .filter(isWanted);
}
const numberOf = (name) => name.split('-')[0];

const isRight = ({ faults }) => faults.length === 0;
function lineOf(record) {
  const { name, as, first, faults } = record;
  const came =
    first === undefined ? 'nothing came' : `${first.end}${first.code ? ` ${first.code}` : ''}, ${first.seconds} s`;
  return [`${isRight(record) ? 'right' : 'WRONG'}  ${name} as ${as} (${came})`, ...faults].join('\n         ');
}

/** Cases and runs that are right, by kind; a case is right when all its runs are. */
function tableOf(records) {
  const line = (kind, cases, runs, wrong) => `${kind.padEnd(24)}${cases.padEnd(8)}${runs.padEnd(8)}${wrong}`.trimEnd();
  const row = (title, some) => {
    const names = [...new Set(some.map(({ name }) => name))];
    const wrong = names.filter((name) => some.some((one) => one.name === name && !isRight(one)));
    const share = (right, all) => `${right}/${all}`;
    const cases = share(names.length - wrong.length, names.length);
    return line(
      title,
      cases,
      share(some.filter(isRight).length, some.length),
      title === 'all' ? '' : wrong.map(numberOf).join(' '),
    );
  };
  const rows = KINDS.map((kind) => [kind, records.filter((one) => one.kind === kind)]).filter(
    ([, some]) => some.length > 0,
  );
  return [
    line('kind', 'cases', 'runs', 'wrong'),
    ...rows.map(([kind, some]) => row(kind, some)),
    row('all', records),
  ].join('\n');
}

/** @returns whether all is right */
async function main() {
  const cases = readCases();
  if (cases.length === 0) throw new Error('There is no such case.');
  const state = mkdtempSync(join(tmpdir(), 'agent-auth-cases-'));
  const tidy = async () => {
    await closeBrowser();
    await stopAll();
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => tidy().finally(() => process.exit(130)));
  const records = [];
  try {
    const stack = await startStack(project, state);
    const { AgentAuth } = await import(pathToFileURL(join(project, 'dist/client/index.js')).href);
    const auth = await AgentAuth.connect({ state_dir: state });
    const scene = { auth, project, withinMs: Number(options.timeout) * 1000 };
    for (const [spec, run] of cases.flatMap((one) => one.runs.map((run) => [one, run]))) {
      if (stack.hasEnded()) throw new Error(`The stack has ended: ${stack.errors.join('').slice(-800)}`);
      const record = await play(scene, spec, run);
      // What broke beside the login says nothing about it: once more.
      records.push(record.broke === undefined ? record : await play(scene, spec, run));
      console.log(lineOf(records.at(-1)));
      if (options.json) writeFileSync(options.json, JSON.stringify(records, null, 1));
    }
    await auth.close();
    await stop(stack);
  } finally {
    await tidy();
  }
  console.log(`\n${tableOf(records)}`);
  return records.every(isRight);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(`The cases could not be run: ${error.message}`);
  process.exitCode = 2;
}
