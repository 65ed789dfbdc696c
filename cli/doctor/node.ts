import { type Check, ok, problem } from './check.js';

const [OLDEST_MAJOR, OLDEST_MINOR] = [20, 19];

/** `engines` of package.json. */
const isOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_MAJOR || (major === OLDEST_MAJOR && minor < OLDEST_MINOR);
};

export const checkNode =
  (version = process.versions.node): Check =>
  async () =>
    isOld(version)
      ? [problem(`Node ${version} is too old.`, `Install Node ${OLDEST_MAJOR}.${OLDEST_MINOR} or later.`)]
      : [ok(`Node ${version}`)];
