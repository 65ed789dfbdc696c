/** For whoever needs no vault: the stores take a while to load. */
export { makeFolder, readFileIfThere, replaceFile } from './state-folder/files.js';
export { lockFolder } from './state-folder/lock.js';
export { readOwner } from './state-folder/owner.js';
