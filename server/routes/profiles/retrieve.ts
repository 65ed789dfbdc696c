import { route } from '../../lib/route.js';
import { profile } from '../../schemas/profile.js';

export const retrieveProfile = route({
  method: 'GET',
  path: '/profiles/{id}',
  summary: 'A profile by id or name, without the session in it',
  needs: 'orchestrate',
  status: 200,
  answer: { json: profile },
  errors: ['profile_not_found'],
  handle: ({ auth, id }) => auth.profiles.retrieve(id),
});
