import { join } from 'node:path';
import { installStep, type Source } from './source.js';

/** An application that comes as a package for Python: its commands are in `venv/bin` of the folder. */
export const pypi = ({ name, version }: { readonly name: string; readonly version: string }): Source => ({
  version,
  async install(folder) {
    const needs = 'It needs Python 3.10 or later with its module venv, and the PyPI registry.';
    await installStep(['python3', '-m', 'venv', 'venv'], { cwd: folder, needs });
    await installStep([join(folder, 'venv/bin/pip'), 'install', '--quiet', `${name}==${version}`], {
      cwd: folder,
      needs,
    });
  },
});
