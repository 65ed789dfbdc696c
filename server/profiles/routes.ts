import { randomBytes } from 'node:crypto';
import { MAX_ENVELOPE_BYTES } from '../../contract/index.js';
import { type Route, route } from '../http/route.js';
import { paging } from '../schemas/common.js';
import {
  importedProfile,
  profile,
  profileCreate,
  profileImport,
  profileRollback,
  profileVersions,
  session,
  sessionQuery,
  stateQuery,
} from '../schemas/profile.js';
import { LEASE_ROUTES } from './leases.js';

const madeUpName = (): string => `profile-${randomBytes(9).toString('base64url')}`;

/** A login makes the profile that it needs by itself; this is for code that makes it first. */
const createProfile = route({
  method: 'POST',
  path: '/profiles',
  summary: 'Makes an empty profile',
  needs: 'orchestrate',
  body: profileCreate,
  status: 201,
  answer: { json: profile },
  errors: ['already_exists'],
  handle: ({ auth, body }) => auth.profiles.create(body.name ?? madeUpName()),
});

/** Older clients take this list for complete and ask for one page only. */
const DEFAULT_LIMIT = 100;

const listProfiles = route({
  method: 'GET',
  path: '/profiles',
  summary: 'Profiles, newest first; 100 unless `limit` says otherwise',
  needs: 'orchestrate',
  query: paging.extend({ limit: paging.shape.limit.default(DEFAULT_LIMIT) }),
  status: 200,
  answer: { list: profile },
  errors: [],
  handle: async ({ auth, query }) => auth.profiles.list(query),
});

const retrieveProfile = route({
  method: 'GET',
  path: '/profiles/{id}',
  summary: 'A profile by id or name, without the session in it',
  needs: 'orchestrate',
  status: 200,
  answer: { json: profile },
  errors: ['profile_not_found'],
  handle: ({ auth, id }) => auth.profiles.retrieve(id),
});

const deleteProfile = route({
  method: 'DELETE',
  path: '/profiles/{id}',
  summary: 'Deletes a profile with the sessions in it',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['profile_not_found'],
  handle: ({ auth, id }) => auth.profiles.delete(id),
});

const listVersions = route({
  method: 'GET',
  path: '/profiles/{id}/versions',
  summary: 'The versions of a profile that are kept, newest first',
  needs: 'orchestrate',
  status: 200,
  answer: { json: profileVersions },
  errors: ['profile_not_found'],
  handle: ({ auth, id }) => auth.profiles.versions(id),
});

const rollbackProfile = route({
  method: 'POST',
  path: '/profiles/{id}/rollback',
  summary: 'Writes an earlier version of a profile as the newest one',
  needs: 'admin',
  body: profileRollback,
  status: 200,
  answer: { json: profile },
  errors: ['profile_not_found', 'version_not_found'],
  handle: ({ auth, id, body: { version } }) => auth.profiles.rollback(id, version),
});

const importProfile = route({
  method: 'POST',
  path: '/profiles/{id}/import',
  summary: 'Saves a session that was made elsewhere in a profile, which is made if there is none',
  needs: 'admin',
  body: profileImport,
  bodyLimit: { bytes: MAX_ENVELOPE_BYTES, code: 'session_too_large' },
  status: 200,
  answer: { json: importedProfile },
  errors: ['session_too_large'],
  handle: ({ auth, id, body }) => auth.profiles.import({ name: id, ...body }),
});

/** Whoever has it is logged in. */
const downloadProfile = route({
  method: 'GET',
  path: '/profiles/{id}/download',
  summary: "The session itself, as Playwright's storage state",
  needs: 'orchestrate',
  query: stateQuery,
  status: 200,
  answer: { type: 'application/octet-stream' },
  errors: ['profile_not_found', 'session_too_large'],
  async handle({ auth, id, query, context }) {
    const state = await auth.profiles.storageState(id, query);
    context.header('Content-Type', 'application/octet-stream');
    context.header('Content-Disposition', 'attachment; filename="storage-state.json"');
    return context.body(JSON.stringify(state));
  },
});

/** Whoever has it is logged in. */
const retrieveSession = route({
  method: 'GET',
  path: '/profiles/{id}/session',
  summary: "The session itself, whole: Playwright's storage state, sessionStorage, and what the browser was",
  needs: 'orchestrate',
  query: sessionQuery,
  status: 200,
  answer: { json: session },
  errors: ['profile_not_found', 'session_too_large'],
  handle: ({ auth, id, query }) => auth.profiles.session(id, query),
});

export const PROFILE_ROUTES: readonly Route[] = [
  createProfile,
  listProfiles,
  retrieveProfile,
  deleteProfile,
  downloadProfile,
  listVersions,
  rollbackProfile,
  importProfile,
  retrieveSession,
  ...LEASE_ROUTES,
];
