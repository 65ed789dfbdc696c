import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { AuthorizationRequests } from '../read/authorization-request.js';
import type { Visit } from './visit.js';

/** Goes on with a login in another browser, whose page takes the place of the one that it had. */
export async function moveTo(context: LoginContext, login: Login, { page, network }: Visit): Promise<void> {
  await context.race(login.live.moveTo(page));
  login.network = network;
  login.asked = new AuthorizationRequests(page.context(), login.asked.all);
}
