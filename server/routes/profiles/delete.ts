import { route } from '../../lib/route.js';

export const deleteProfile = route({
  method: 'DELETE',
  path: '/profiles/{id}',
  summary: 'Deletes a profile with the sessions in it',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['profile_not_found'],
  handle: ({ auth, id }) => auth.profiles.delete(id),
});
