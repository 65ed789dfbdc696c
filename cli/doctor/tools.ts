import { changedTools } from '../../worker/tools.js';
import { type Check, ok, problem } from './check.js';

export const checkTools: Check = async () => {
  const changed = await changedTools();
  return changed.length === 0
    ? [ok('Programs that were downloaded are the ones that this version names.')]
    : [
        problem(
          `${changed.join(', ')} in the cache is not what was downloaded: its SHA-256 is another one.`,
          'Find out who has changed it; delete its folder in the cache, then run `npm run setup`.',
        ),
      ];
};
