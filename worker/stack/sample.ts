import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { AgentAuthError } from '../../contract/errors/errors.js';
import type { StackFile } from '../../contract/machine/stack-file.js';
import { builtFile } from '../built-file.js';
import { endWithThisProcess } from '../child-process.js';
import { withoutVault } from '../vault-variables.js';
import { GRACE_MS, type StackParts } from './parts.js';
import { portOf } from './stack-file.js';

const SAMPLE_PORT = 7460;

export interface StackSample {
  readonly url: string;
  /** Seed by which a restart generates the same site again. */
  readonly seed: number | null;
}

/** The first line that a process prints, as JSON. */
async function firstLine(child: ChildProcess): Promise<unknown> {
  const lines = createInterface({ input: child.stdout! });
  const exit = once(child, 'exit').then(() => {
    throw new AgentAuthError('internal_error');
  });
  exit.catch(() => undefined);
  const [line] = (await Promise.race([once(lines, 'line'), exit])) as [string];
  child.stdout!.resume();
  return JSON.parse(line);
}

/** The sample login site, at the port that it had before, and after a restart with the same look. */
export async function startSample(
  parts: StackParts,
  before: StackFile | null,
  sessionSeconds: number | undefined,
): Promise<StackSample> {
  let wanted = {
    port: portOf(before?.sample_url) ?? SAMPLE_PORT,
    sessionSeconds,
    seed: undefined as number | undefined,
  };
  let url = '';
  await parts.keep('sample', async (onSpawn) => {
    const script = builtFile('test', 'sites', 'serve-sample.js');
    const child = spawn(process.execPath, [script, JSON.stringify(wanted)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: withoutVault(process.env),
      detached: true,
    });
    endWithThisProcess(child, GRACE_MS);
    onSpawn(child);
    const ready = (await firstLine(child)) as { url: string; seed: number };
    ({ url } = ready);
    wanted = { ...wanted, port: portOf(url)!, seed: ready.seed };
    return child;
  });
  return { url, seed: wanted.seed ?? null };
}
