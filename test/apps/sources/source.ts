import { run } from '../../../worker/tools/run.js';

/** Where an application comes from. */
export interface Source {
  /** Says which version of what is installed; another one gets a folder of its own. */
  readonly version: string;
  /**
   * Installs into an empty folder.
   * @throws Error that says what failed and what is needed
   */
  install(folder: string): Promise<void>;
}

const INSTALL_TIMEOUT_MS = 900_000;

/**
 * Runs a step of an installation to its end.
 * @param needs what it needs, said when it fails
 */
export async function installStep(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, needs }: { readonly cwd: string; readonly needs: string },
): Promise<void> {
  const result = await run(program, args, { cwd, timeoutMs: INSTALL_TIMEOUT_MS });
  if (!result.ok)
    throw new Error(`${program} ${args.join(' ')}: ${result.why}\n${needs}\n${result.output.slice(-2000)}`);
}
