import { tmpdir } from 'node:os';
import { type HeldFolder, makeHeldFolder, sweepHeldFolders } from './held-folder.js';

const PREFIX = 'agent-auth-part-';

/** For temporary files of one part of a stack, such as the profile of its Chromium. */
export const makeTemporaryFolder = (): Promise<HeldFolder> => makeHeldFolder(tmpdir(), PREFIX);

export const sweepTemporaryFolders = (): Promise<void> => sweepHeldFolders(tmpdir(), PREFIX);
