import { type Route, route } from '../http/route.js';
import { lease, leaseRenewal } from '../schemas/profile.js';

const renewLease = route({
  method: 'POST',
  path: '/leases/{id}/renew',
  summary: 'Goes on with a lease of a session',
  needs: 'orchestrate',
  body: leaseRenewal,
  status: 200,
  answer: { json: lease },
  errors: ['lease_not_found'],
  handle: ({ auth, id, body }) => auth.profiles.renewLease(id, body.lease_seconds),
});

/** One that has lapsed is given back, too; what can't be an id of one is not. */
const releaseLease = route({
  method: 'DELETE',
  path: '/leases/{id}',
  summary: 'Ends a lease of a session',
  needs: 'orchestrate',
  status: 204,
  answer: null,
  errors: ['lease_not_found'],
  handle: ({ auth, id }) => auth.profiles.releaseLease(id),
});

export const LEASE_ROUTES: readonly Route[] = [renewLease, releaseLease];
