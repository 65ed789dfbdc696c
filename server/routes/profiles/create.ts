import { randomBytes } from 'node:crypto';
import { route } from '../../lib/route.js';
import { profile, profileCreate } from '../../schemas/profile.js';

const madeUpName = (): string => `profile-${randomBytes(9).toString('base64url')}`;

/** A login makes the profile that it needs by itself; this is for code that makes it first. */
export const createProfile = route({
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
