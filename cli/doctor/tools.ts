import { changedTools } from '../../worker/tools.js';
import { type Check, ok, problem } from './check.js';

export const checkTools: Check = async () => {
  const changed = await changedTools();
  return changed.length === 0
    ? [ok('Downloaded programs are the ones that this version expects.')]
    : [
        problem(
          `${changed.join(', ')} in the cache has changed since it was downloaded: its SHA-256 differs.`,
          'Find out who has changed it; delete its folder in the cache, then run `npm run setup`.',
        ),
      ];
};
