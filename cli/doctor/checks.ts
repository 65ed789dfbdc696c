import { type Check, type Finding, findingOf, type Patient } from './check.js';
import { checkChromium } from './chromium.js';
import { checkVariables } from './environment.js';
import { checkFiles, checkFolder, checkLock } from './folder.js';
import { checkNode } from './node.js';
import { checkPorts } from './ports.js';
import { checkProxy } from './proxy.js';
import { checkTemporalProgram, checkTemporalServer } from './temporal.js';
import { checkTools } from './tools.js';
import { checkVault } from './vault.js';

const CHECKS: Readonly<Record<string, Check>> = {
  node: checkNode(),
  environment: checkVariables,
  folder: checkFolder,
  files: checkFiles,
  lock: checkLock,
  vault: checkVault,
  chromium: checkChromium,
  temporal: checkTemporalProgram,
  server: checkTemporalServer,
  ports: checkPorts,
  tools: checkTools,
  proxy: checkProxy,
};

/** A check that hangs says so: it is one of the things that can be wrong. */
const WITHIN_MS = 30_000;

async function run(check: Check, patient: Patient): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    const silent: Finding = {
      verdict: 'problem',
      says: `It did not answer within ${WITHIN_MS / 1000} s.`,
      next: 'See what it waits for: the network, the disk, or a machine that is busy.',
    };
    timer = setTimeout(() => resolve([silent]), WITHIN_MS);
  });
  const found = check(patient).catch((error: unknown) => [findingOf(error)]);
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

/**
 * Runs the checks one after the other: what one of them starts does not slow down another.
 * @param names of the checks that are wanted
 */
export async function* examine(
  patient: Patient,
  names: ReadonlySet<string> = new Set(Object.keys(CHECKS)),
): AsyncGenerator<Finding & { readonly check: string }> {
  for (const [check, look] of Object.entries(CHECKS).filter(([name]) => names.has(name)))
    for (const finding of await run(look, patient)) yield { check, ...finding };
}
