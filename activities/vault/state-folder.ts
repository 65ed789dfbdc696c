/** For whoever needs no vault: the stores take a while to load. */
export { makeFolder, readFileIfThere, removeDrafts, replaceFile } from './state-folder/files.js';
export { lockFile, lockFolder } from './state-folder/lock.js';
export { readOwner } from './state-folder/owner.js';
