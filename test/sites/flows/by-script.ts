import { letIn, members } from './members.js';
import type { Answer, Visit } from './serve.js';

/** For pages whose scripts send: `send({user, pass})`, which goes on to the members' page where the site takes it. */
export const SEND = `
async function send(values) {
  const answer = await fetch('/password', { method: 'POST', body: new URLSearchParams(values), redirect: 'manual' });
  location.href = '/members';
}`;

/** A site with one page, which lets everybody in who posts to it. */
export const letsIn =
  (page: string) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return page;
    return visit.path === '/password' ? letIn : members(visit);
  };
