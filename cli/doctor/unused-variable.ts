import type { Environment } from '../../worker/read-environment.js';
import { type Finding, warning } from './check.js';

/** A variable that names a program which does not run here: another one was found instead. */
export const unusedVariable = (
  variable: string,
  env: Environment,
  tool: { readonly path: string; readonly source: string },
): Finding[] =>
  !env[variable] || tool.source === variable
    ? []
    : [
        warning(
          `${variable} names no program that runs here; ${tool.path} is used instead.`,
          'Set it to the program itself, or unset it.',
        ),
      ];
