import { route } from '../../lib/route.js';

/** Whoever has it is logged in. */
export const downloadProfile = route({
  method: 'GET',
  path: '/profiles/{id}/download',
  summary: "The session itself, as Playwright's storage state",
  needs: 'orchestrate',
  status: 200,
  answer: { type: 'application/octet-stream' },
  errors: ['profile_not_found', 'session_too_large'],
  async handle({ auth, id, context }) {
    const state = await auth.profiles.storageState(id);
    context.header('Content-Type', 'application/octet-stream');
    context.header('Content-Disposition', 'attachment; filename="storage-state.json"');
    return context.body(JSON.stringify(state));
  },
});
